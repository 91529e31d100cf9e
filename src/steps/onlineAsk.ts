import { HumanError } from "../base/errors.ts";
import { isOffline, type Board } from "../ticket/board.ts";
import { clockTime } from "../ticket/botSchedule.ts";
import type { Ask, Plan } from "./ports.ts";

interface CheckedBoard {
  readonly board: Board | undefined;
  refresh(): Promise<void>;
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

  /** @throws {HumanError} when GitHub could not be reached before and still can't. */
  async confirm(plan: Plan, signal?: AbortSignal): Promise<boolean> {
    if (plan.writes.some(({ audience }) => audience !== "YOU")) await this.#requireGitHub();
    const yes = await this.#ask.confirm(plan, signal);
    if (yes) this.#onYes();
    return yes;
  }

  async #requireGitHub(): Promise<void> {
    if (!this.#isOffline()) return;
    await this.#board.refresh();
    const { board } = this.#board;
    if (board === undefined || !this.#isOffline()) return;
    throw new HumanError(
      `GitHub could not be reached at ${clockTime(board.readAt)}, so nothing is written: what is shown is older.`,
      "Try again when the network is back.",
      { remedy: "read-again" },
    );
  }

  #isOffline(): boolean {
    const { board } = this.#board;
    return board !== undefined && isOffline(board);
  }
}
