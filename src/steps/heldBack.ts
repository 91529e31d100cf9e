import { HumanError } from "../base/errors.ts";
import type { LeakCheck } from "./leakGate.ts";

/** Texts were held back: the person has to change them, or lift each finding with a reason. */
export class HeldBackError extends HumanError {
  readonly check: LeakCheck;

  constructor(message: string, next: string, check: LeakCheck) {
    super(message, next);
    this.check = check;
  }
}

/** What held a step back. */
export interface HeldBack {
  /** Undefined for what is no step of the review, such as a backport. */
  readonly step: "issue" | "build" | "push" | "pull" | "labels" | undefined;
  readonly error: HeldBackError;
}
