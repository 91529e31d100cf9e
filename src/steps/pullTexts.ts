export { firstPullText, parsePullDocument, pullDocument } from "../text/pullText.ts";
