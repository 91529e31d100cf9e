import {
  findNodeAtLocation,
  getNodeValue,
  parseTree,
  type JSONPath,
  type Node,
  type ParseError,
} from "jsonc-parser";
import { asRecord, asString } from "../base/shape.ts";
import { cveRecordText, type CveRecord } from "./cveRecord.ts";

/** Something about a record's text. Lines and columns count from 0. */
export interface RecordRemark {
  /** An error is what the advisory says otherwise. */
  readonly level: "error" | "warning";
  readonly text: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

const STRICT = { disallowComments: true, allowTrailingComma: false } as const;

const CNA = ["containers", "cna"] as const;
const SCORE = [...CNA, "metrics", 0, "cvssV4_0"] as const;
const PRODUCT = [...CNA, "affected", 0] as const;

/** What is to stay as it was drafted. */
const SAME: readonly (readonly [name: string, path: JSONPath])[] = [
  ["CVE id", ["cveMetadata", "cveId"]],
  ["title", [...CNA, "title"]],
  ["description", [...CNA, "descriptions", 0, "value"]],
  ["product", [...PRODUCT, "product"]],
  ["affected versions", [...PRODUCT, "versions"]],
  ["weakness (CWE)", [...CNA, "problemTypes"]],
  ["CVSS v4 vector", [...SCORE, "vectorString"]],
  ["score", [...SCORE, "baseScore"]],
  ["severity", [...SCORE, "baseSeverity"]],
];

const REFERENCES = [...CNA, "references"];

/** What a record that somebody has changed says otherwise than the one that the advisory makes. */
export function checkCveRecord(text: string, drafted: CveRecord): readonly RecordRemark[] {
  const errors: ParseError[] = [];
  const record = parseTree(text, errors, STRICT);
  const [broken] = errors;
  if (record === undefined || broken !== undefined) {
    const { offset = 0, length = 1 } = broken ?? {};
    return [remark("error", "This is no JSON.", text, offset, length)];
  }
  const told = parseTree(cveRecordText(drafted));
  if (told === undefined) return [];
  return [
    ...SAME.flatMap(([name, path]) => {
      const [here, there] = [nodeAt(record, path), nodeAt(told, path)];
      if (said(here) === said(there)) return [];
      return [remarkAt("error", differs(name, here, there), text, nearest(record, path))];
    }),
    ...checkReferences(text, record, told),
  ];
}

function checkReferences(text: string, record: Node, told: Node): readonly RecordRemark[] {
  const [here, there] = [urlsOf(record), urlsOf(told)];
  const list = nearest(record, REFERENCES);
  const lost = there.filter(({ url }) => !here.some((each) => each.url === url));
  const added = here.filter(({ url }) => !there.some((each) => each.url === url));
  return [
    ...lost.map(({ url }) => remarkAt("error", `The reference ${url} is missing.`, text, list)),
    ...added.map(({ url, node }) => {
      const words = `${short(url)} is neither the public issue nor a pull request of the fix.`;
      return remarkAt("warning", words, text, node);
    }),
  ];
}

function urlsOf(record: Node): readonly { readonly url: string; readonly node: Node }[] {
  return (nodeAt(record, REFERENCES)?.children ?? []).flatMap((node) => {
    const url = asString(asRecord(valueOf(node))?.["url"]);
    return url === undefined ? [] : [{ url, node }];
  });
}

function differs(name: string, here: Node | undefined, there: Node | undefined): string {
  if (here === undefined) return `The ${name} is missing.`;
  if (there === undefined) return `The advisory has no ${name}.`;
  const [mine, theirs] = [valueOf(here), valueOf(there)];
  const isShort = [mine, theirs].every((value) => typeof value !== "object");
  return isShort && name !== "description"
    ? `The ${name} is “${short(String(mine))}” here, and the advisory’s is “${short(String(theirs))}”.`
    : `The advisory makes another ${name}.`;
}

/** A value as two are compared: a text by its words, an object whatever its keys' order is. */
function said(node: Node | undefined): string | undefined {
  if (node === undefined) return undefined;
  const value = valueOf(node);
  return typeof value === "string" ? words(value) : JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  const record = asRecord(value);
  if (record === undefined) return value;
  const keys = Object.keys(record).sort();
  return keys.map((key) => [key, sorted(record[key])]);
}

/** A text by its words: two that are wrapped differently say the same. */
function words(text: string): string {
  return text.split(/\s+/).filter(Boolean).join(" ");
}

/** What a record repeats of the advisory itself. */
export interface RepeatedParts {
  readonly cveId: string | null;
  readonly title: string;
  readonly description: string;
  readonly vector: string | null;
}

/** The parts of a record's text; undefined where it is no JSON. */
export function repeatedParts(text: string): RepeatedParts | undefined {
  const errors: ParseError[] = [];
  const record = parseTree(text, errors, STRICT);
  if (record === undefined || errors.length > 0) return undefined;
  const at = (...path: JSONPath): unknown => {
    const node = nodeAt(record, path);
    return node && valueOf(node);
  };
  return {
    cveId: asString(at("cveMetadata", "cveId")) ?? null,
    title: asString(at(...CNA, "title")) ?? "",
    description: asString(at(...CNA, "descriptions", 0, "value")) ?? "",
    vector: asString(at(...SCORE, "vectorString")) ?? null,
  };
}

function nodeAt(root: Node, path: JSONPath): Node | undefined {
  return findNodeAtLocation(root, path);
}

/** The innermost part of a path that is there. */
function nearest(root: Node, path: JSONPath): Node {
  for (let length = path.length; length > 0; length -= 1) {
    const node = nodeAt(root, path.slice(0, length));
    if (node !== undefined) return node;
  }
  return root;
}

function valueOf(node: Node): unknown {
  const value: unknown = getNodeValue(node);
  return value;
}

function short(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}

function remarkAt(
  level: RecordRemark["level"],
  words: string,
  text: string,
  { offset, length }: Node,
): RecordRemark {
  return remark(level, words, text, offset, length);
}

/** Marks no more than one line. */
function remark(
  level: RecordRemark["level"],
  words: string,
  text: string,
  offset: number,
  length: number,
): RecordRemark {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  const start = offset - lineStart;
  const rest = /^[^\r\n]*/.exec(text.slice(offset))?.[0].length ?? 0;
  return {
    ...{ level, text: words },
    ...{ line: before.split("\n").length - 1, start, end: start + Math.min(length, rest) },
  };
}
