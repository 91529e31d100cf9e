export { addressRemark, signatureText } from "../text/coAuthors.ts";
export { routeWords } from "../text/routeWords.ts";
export { landingWords } from "../ticket/landingWords.ts";
