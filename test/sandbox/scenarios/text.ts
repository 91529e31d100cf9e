/** Text of many lines as it stands in the file: the first newline dropped, the indent of line one too. */
export function lines(text: string): string {
  const body = text.replace(/^\n/, "").replace(/[ ]+$/, "");
  const indent = /^ */.exec(body)?.[0] ?? "";
  return body
    .split("\n")
    .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.trimStart()))
    .join("\n");
}

/** Functions that fill a module, so that a change stands among other code. */
export function filler(name: string, from: number, to: number): string {
  let text = "";
  for (let index = from; index < to; index += 1) {
    text += `\n\ndef _${name}_${index}(value, *, limit=${index + 1}):\n`;
    text += `    """Return value shortened to limit items."""\n`;
    text += `    if len(value) > limit:\n        value = value[:limit]\n    return value\n`;
  }
  return text;
}
