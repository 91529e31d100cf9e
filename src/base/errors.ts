/** What the editor can offer beside an error, as a button. */
export type Remedy = "sign-in" | "choose-public-clone" | "read-again";

interface HumanErrorOptions extends ErrorOptions {
  readonly remedy?: Remedy;
}

/**
 * An error whose text is for the person: what happened and what to do next. It is shown as it is;
 * every other error is a bug and offers the log.
 */
export class HumanError extends Error {
  override readonly name: string = "HumanError";
  /** What to do next, one sentence; shown after the message. */
  readonly next: string;
  readonly remedy: Remedy | undefined;

  constructor(message: string, next: string, options?: HumanErrorOptions) {
    super(message, options);
    this.next = next;
    this.remedy = options?.remedy;
  }
}

/** Thrown when the person cancelled; never shown. */
export class CancelledError extends Error {
  override readonly name = "CancelledError";

  constructor() {
    super("Cancelled");
  }
}

/** Whether an error means "the person cancelled": ours, or the one an aborted fetch throws. */
export function isCancellation(error: unknown): boolean {
  return error instanceof CancelledError || (error instanceof Error && error.name === "AbortError");
}

/** @throws {CancelledError} when the signal is aborted. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new CancelledError();
}

/** The text of anything thrown, for a log line. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The code of a Node system error ("ENOENT", "ENOSPC"), if it is one. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined;
}
