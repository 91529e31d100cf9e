import { HumanError } from "../base/errors.ts";
import { isOffline, type Board } from "../ticket/board.ts";
import { GitHubError } from "../github/gitHubError.ts";
import { clockTime } from "../ticket/botSchedule.ts";
import type { Ask, Plan } from "./ports.ts";

interface CheckedBoard {
  readonly board: Board | undefined;
  refresh(): Promise<void>;
  /** @throws {GitHubError} */
  probe(signal?: AbortSignal): Promise<void>;
}

/**
 * Asks for a yes only while GitHub answers. Every write is a plan first, so this is the one place
 * that keeps a person from writing on the ground of what is no longer so.
 */
export class OnlineAsk implements Ask {
  readonly #ask: Ask;
  readonly #board: CheckedBoard;
  readonly #onYes: () => void;

  /** @param onYes hears of each yes. */
  constructor(ask: Ask, board: CheckedBoard, onYes: () => void = () => undefined) {
    this.#ask = ask;
    this.#board = board;
    this.#onYes = onYes;
  }

  /**
   * @throws {HumanError} when GitHub could not be reached before and still can't, or can't where
   * nothing was read yet. @throws {CancelledError}
   */
  async confirm(plan: Plan, signal?: AbortSignal): Promise<boolean> {
    if (plan.writes.some(({ audience }) => audience !== "YOU")) await this.#requireGitHub(signal);
    const yes = await this.#ask.confirm(plan, signal);
    if (yes) this.#onYes();
    return yes;
  }

  async #requireGitHub(signal: AbortSignal | undefined): Promise<void> {
    const before = this.#board.board;
    // The window of a private clone may have read no tickets.
    if (before === undefined) return this.#requireAnswer(signal);
    if (!isOffline(before)) return;
    await this.#board.refresh();
    const now = this.#board.board;
    if (now === undefined || !isOffline(now)) return;
    throw new HumanError(
      `GitHub could not be reached at ${clockTime(now.readAt)}, so nothing is written: what is shown is older.`,
      "Try again when the network is back.",
      { remedy: "read-again" },
    );
  }

  async #requireAnswer(signal: AbortSignal | undefined): Promise<void> {
    try {
      await this.#board.probe(signal);
    } catch (error) {
      if (!(error instanceof GitHubError)) throw error;
      // Every other answer is the write's own to deal with.
      if (error.reason !== "offline") return;
      throw new HumanError(
        "GitHub could not be reached, so nothing is written.",
        "Try again when the network is back.",
        { cause: error },
      );
    }
  }
}
