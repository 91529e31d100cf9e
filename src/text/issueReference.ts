import { invalid, valid, type Parsed } from "../base/parsed.ts";

/**
 * The number of a CPython issue from the forms the field uses: `12345`, `#12345`, `gh-12345`,
 * `GH-12345`, `[https://]github.com/python/cpython/issues/12345`. Nothing around it, ASCII digits.
 */
export function parseIssueReference(text: string): Parsed<number> {
  const match =
    /^(?:#|gh-|GH-|(?:https:\/\/)?github\.com\/python\/cpython\/issues\/)?([0-9]+)$/.exec(text);
  if (match?.[1] === undefined) {
    return invalid(
      "This is no CPython issue. Write its number (12345, #12345 or gh-12345) or its address " +
        "(https://github.com/python/cpython/issues/12345).",
    );
  }
  if (!/^[1-9][0-9]{0,8}$/.test(match[1])) {
    return invalid("An issue number has one to nine digits and does not begin with 0.");
  }
  return valid(Number(match[1]));
}
