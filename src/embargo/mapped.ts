/** A text made of another one, with the way back. Places are in UTF-16 units. */
export interface Mapped {
  readonly text: string;
  /** Where what a unit of the text was made of begins and ends. */
  startOf(index: number): number;
  endOf(index: number): number;
}

/** Something to put in the place of a part. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

export function itself(text: string): Mapped {
  return { text, startOf: (index) => index, endOf: (index) => index + 1 };
}

/** @param edits in their order; none overlaps another. */
export function edited(from: Mapped, edits: readonly Edit[]): Mapped {
  if (edits.length === 0) return from;
  const parts: string[] = [];
  const pieces: Piece[] = [];
  let reached = 0;
  let length = 0;
  const keep = (end: number): void => {
    if (end <= reached) return;
    pieces.push({ at: length, start: reached, end, isKept: true });
    parts.push(from.text.slice(reached, end));
    length += end - reached;
  };
  for (const { start, end, by } of edits) {
    keep(start);
    if (by !== "") pieces.push({ at: length, start, end, isKept: false });
    parts.push(by);
    length += by.length;
    reached = end;
  }
  keep(from.text.length);
  const end = from.text.length;
  return {
    text: parts.join(""),
    startOf: (index) => {
      const piece = pieceAt(pieces, index);
      if (piece === undefined) return from.startOf(end);
      return from.startOf(piece.isKept ? piece.start + index - piece.at : piece.start);
    },
    endOf: (index) => {
      const piece = pieceAt(pieces, index);
      if (piece === undefined) return from.startOf(end);
      return from.endOf(piece.isKept ? piece.start + index - piece.at : piece.end - 1);
    },
  };
}

interface Piece {
  /** Where it begins in the new text. */
  readonly at: number;
  /** Where it stands in the old text. */
  readonly start: number;
  readonly end: number;
  readonly isKept: boolean;
}

/** The last piece that begins at a place or before it. */
function pieceAt(pieces: readonly Piece[], index: number): Piece | undefined {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pieces[middle]?.at ?? Infinity) <= index) low = middle + 1;
    else high = middle;
  }
  return pieces[low - 1];
}
