export { addressRemark, signatureText } from "../text/coAuthors.ts";
export { landingWords, routeWords } from "../text/landingWords.ts";
