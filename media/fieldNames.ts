import type { AdvisoryFieldName } from "../src/form/draft.ts";

/** The fields as the page's sentences name them. */
export const FIELD_NAMES: Readonly<Record<AdvisoryFieldName, string>> = {
  title: "title",
  description: "description",
  vector: "vector",
  weaknesses: "weaknesses",
  affected: "affected versions",
};
