/**
 * What is said to the world, with the calculator that scores it: loaded when somebody writes. It is
 * a bundle of its own, so nothing here may throw an error that is told apart by its class.
 */
export {
  draftEmail,
  emailDigest,
  emailFile,
  mailtoAddress,
  readEmail,
  wrapEmailLines,
} from "./emailDraft.ts";
export {
  checkCveRecord,
  cveRecordText,
  draftRecord,
  readVersions,
  recordDigest,
} from "./draftRecord.ts";
export { formRoad } from "./formRoad.ts";
