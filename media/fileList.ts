import type { FileFindingView, FileView } from "../src/form/reviewView.ts";
import { element } from "./element.ts";
import { findingItem, markedText, type Lifting } from "./findings.ts";

/** Files or texts, each with the lines in which something was found. @param id unique in the page. */
export function fileList(files: readonly FileView[], id: string, lifting: Lifting): HTMLElement {
  return element(
    "ul",
    { class: "files" },
    ...files.map((file, at) => item(file, `${id}-${at}`, lifting)),
  );
}

function item({ path, what, findings }: FileView, id: string, lifting: Lifting): HTMLElement {
  return element(
    "li",
    {},
    element("p", {}, element("strong", {}, path), element("span", { class: "hint" }, ` ${what}`)),
    ...(findings.length === 0
      ? []
      : [
          element(
            "ol",
            { class: "findings" },
            ...findings.map((finding, at) => found(finding, path, id, at, lifting)),
          ),
        ]),
  );
}

function found(
  finding: FileFindingView,
  path: string,
  id: string,
  at: number,
  lifting: Lifting,
): HTMLElement {
  const made = findingItem(`${id}-${at}`, finding, lifting);
  const label = `${finding.what} in ${path}, ${finding.where}`;
  const line = element(
    "pre",
    { tabindex: "0", role: "group", "aria-label": label },
    ...markedText(finding.pieces, [finding], at + 1),
  );
  made.firstElementChild?.after(line);
  return made;
}
