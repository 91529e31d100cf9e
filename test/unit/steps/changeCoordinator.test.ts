import assert from "node:assert/strict";
import fc from "fast-check";
import { HumanError } from "../../../src/base/errors.ts";
import {
  delegateTicket,
  handBackTicket,
  takeTicket,
} from "../../../src/steps/changeCoordinator.ts";
import type {
  CreditPorts,
  CreditsOutcome,
  CreditsReading,
} from "../../../src/steps/changeCredits.ts";
import { creditTypeOf, lostWords, type CreditEntry } from "../../../src/ticket/credits.ts";
import { coordinatorsOf } from "../../../src/ticket/coordinator.ts";
import type { Credit } from "../../../src/ticket/ticket.ts";

const REF = { repository: { owner: "python", repo: "cpython" }, ghsaId: "GHSA-2222-3333-4444" };

/** GitHub's list of credits: replaced whole by a write, with each person's acceptance kept. */
class Ticket {
  credits: readonly Credit[];

  constructor(...credits: readonly Credit[]) {
    this.credits = credits;
  }

  read(): CreditsReading {
    return { credits: this.credits, unnamedCredits: 0, state: "triage" };
  }

  write(entries: readonly CreditEntry[]): void {
    this.credits = entries.map(({ login, type }) => {
      const known = this.credits.find((each) => each.login === login && each.type === type);
      return { login, type, state: known?.state ?? "pending" };
    });
  }
}

type Pass = (label: string) => Promise<void>;

interface Rival {
  readonly gap: Promise<void> | undefined;
}

/** Who has had GitHub's page open since some time, and saves the list that stands there. */
class StalePage implements Rival {
  gap: Promise<void> | undefined;

  async credit(name: string, ticket: Ticket, pass: Pass, writer: Writer): Promise<void> {
    let close = (): void => undefined;
    await pass(`${name} opens the page`);
    this.gap = new Promise((resolve) => (close = resolve));
    const entries = toEntries(ticket.credits);
    await pass(`${name} saves it`);
    await gapsOf([writer]);
    ticket.write([...entries, { login: name, type: "analyst" }]);
    this.gap = undefined;
    close();
  }
}

/**
 * Who changes the credits with the product. Between a reading and the write that may follow, the
 * writer is in its gap.
 */
class Writer {
  readonly #name: string;
  readonly #ticket: Ticket;
  readonly #pass: Pass;
  readonly #rivals: () => readonly Rival[];
  #close: () => void = () => undefined;
  gap: Promise<void> | undefined;
  /** Every list that it was given, oldest first. */
  readonly readings: CreditsReading[] = [];

  constructor(name: string, ticket: Ticket, pass: Pass, rivals: () => readonly Rival[]) {
    this.#name = name;
    this.#ticket = ticket;
    this.#pass = pass;
    this.#rivals = rivals;
  }

  get ports(): CreditPorts {
    return {
      credits: {
        read: async () => {
          this.leave();
          await this.#pass(`${this.#name} reads`);
          this.gap = new Promise((resolve) => (this.#close = resolve));
          const reading = this.#ticket.read();
          this.readings.push(reading);
          return reading;
        },
        write: async (_ref, entries) => {
          await this.#pass(`${this.#name} writes`);
          this.#ticket.write(entries);
          this.leave();
        },
      },
      ask: {
        confirm: () => {
          this.leave();
          return Promise.resolve(true);
        },
      },
      // Longer than anybody's gap that is open when it begins.
      pause: async () => {
        for (const { gap } of this.#rivals()) await gap;
        await this.#pass(`${this.#name} waits`);
      },
    };
  }

  async run(
    work: (ports: CreditPorts) => Promise<CreditsOutcome | undefined>,
  ): Promise<CreditsOutcome | undefined> {
    try {
      return await work(this.ports);
    } catch (error) {
      assert.ok(error instanceof HumanError, String(error));
      return undefined;
    } finally {
      this.leave();
    }
  }

  /** What was read is followed by no write. */
  leave(): void {
    this.#close();
    this.gap = undefined;
  }
}

const BYSTANDERS: readonly Credit[] = [
  { login: "rita", type: "reporter", state: "accepted" },
  { login: "fin", type: "finder", state: "pending" },
];

/** What others do on GitHub's own page, at once and whole. */
const EDITS: Readonly<Record<string, (credits: readonly Credit[]) => readonly Credit[]>> = {
  "fin accepts": (credits) =>
    credits.map((each) => (each.login === "fin" ? { ...each, state: "accepted" } : each)),
  "dev is credited": (credits) => [
    ...credits,
    { login: "dev", type: "remediation_developer", state: "pending" },
  ],
  "tool is credited in front": (credits) => [
    { login: "bot", type: "tool", state: "accepted" },
    ...credits,
  ],
};

/** GitHub gives no means against what comes within the round trip of a write. */
async function gapsOf(writers: readonly Rival[]): Promise<void> {
  while (writers.some(({ gap }) => gap !== undefined)) {
    for (const { gap } of writers) await gap;
  }
}

describe("changing the coordinator among other writers", () => {
  /** Runs the changes and the edits in an order that fast-check chooses. */
  async function race(
    s: fc.Scheduler,
    ticket: Ticket,
    works: readonly ((ports: CreditPorts) => Promise<CreditsOutcome | undefined>)[],
    edits: readonly string[],
  ): Promise<readonly boolean[]> {
    const pass: Pass = (label) => s.schedule(Promise.resolve(), label);
    const writers: Writer[] = works.map(
      (_, index) =>
        new Writer(`writer ${index}`, ticket, pass, () =>
          writers.filter((_each, other) => other !== index),
        ),
    );
    const edit = async (name: string): Promise<void> => {
      await pass(name);
      await gapsOf(writers);
      ticket.credits = EDITS[name]?.(ticket.credits) ?? [];
    };
    const running = Promise.all([
      Promise.all(
        works.map(async (work, index) => (await writers[index]?.run(work))?.changed === true),
      ),
      ...edits.map(edit),
    ]);
    const [outcomes] = await s.waitFor(running);
    return outcomes;
  }

  function expected(edits: readonly string[]): ReadonlySet<string> {
    const after = edits.reduce((list, name) => EDITS[name]?.(list) ?? [], BYSTANDERS);
    return new Set(after.map(({ login, type, state }) => `${login} ${type} ${state}`));
  }

  function others(ticket: Ticket): ReadonlySet<string> {
    const list = ticket.credits.filter(({ type }) => type !== "coordinator");
    return new Set(list.map(({ login, type, state }) => `${login} ${type} ${state}`));
  }

  const edits = fc.subarray(Object.keys(EDITS));

  it("lets one of several take a ticket, tells the others, and loses no credit", async () => {
    const takers = fc.integer({ min: 2, max: 3 });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), edits, takers, async (s, given, count) => {
        const ticket = new Ticket(...BYSTANDERS);
        const logins = ["mel", "sam", "ada"].slice(0, count);
        const works = logins.map((login) => (ports: CreditPorts) => takeTicket(ports, REF, login));
        const took = await race(s, ticket, works, given);
        const winners = logins.filter((_, index) => took[index]);
        assert.deepEqual(coordinatorsOf(ticket), winners);
        assert.ok(winners.length <= 1 && (count > 2 || winners.length === 1));
        assert.deepEqual(others(ticket), expected(given));
      }),
      { numRuns: 400 },
    );
  });

  it("hands a ticket to one person, whoever else wants to have it or to give it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), edits, async (s, given) => {
        const ticket = new Ticket(
          { login: "mel", type: "coordinator", state: "accepted" },
          ...BYSTANDERS,
        );
        const works = [
          (ports: CreditPorts) => delegateTicket(ports, REF, "mel", "sam"),
          (ports: CreditPorts) => handBackTicket(ports, REF, "mel"),
          (ports: CreditPorts) => takeTicket(ports, REF, "ada"),
        ];
        const [delegated, , taken] = await race(s, ticket, works, given);
        const now = coordinatorsOf(ticket);
        assert.ok(now.length <= 1);
        if (delegated === true) assert.deepEqual(now, ["sam"]);
        if (taken === true) assert.deepEqual(now, ["ada"]);
        assert.deepEqual(others(ticket), expected(given));
      }),
      { numRuns: 400 },
    );
  });

  it("names everybody whose credit it has seen and somebody's older list has taken", async () => {
    let losses = 0;
    const pages = fc.integer({ min: 1, max: 2 });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), edits, pages, async (s, given, count) => {
        const ticket = new Ticket(...BYSTANDERS);
        const pass: Pass = (label) => s.schedule(Promise.resolve(), label);
        const stale = Array.from({ length: count }, () => new StalePage());
        const writer = new Writer("mel", ticket, pass, () => stale);
        const told = async (): Promise<string> => {
          try {
            const outcome = await takeTicket(writer.ports, REF, "mel");
            return lostWords(outcome?.lost ?? []);
          } catch (error) {
            assert.ok(error instanceof HumanError, String(error));
            return error.message;
          } finally {
            writer.leave();
          }
        };
        const [words] = await s.waitFor(
          Promise.all([
            told(),
            ...stale.map((page, index) => page.credit(`ada${index}`, ticket, pass, writer)),
            ...given.map(async (name) => {
              await pass(name);
              await gapsOf([writer]);
              ticket.credits = EDITS[name]?.(ticket.credits) ?? [];
            }),
          ]),
        );
        const last = writer.readings.at(-1)?.credits ?? [];
        const seen = writer.readings.flatMap(({ credits }) => credits);
        const lost = seen.filter((credit) => credit.login !== "mel" && isLost(credit, last));
        for (const { login } of seen) {
          const isTold = words.includes(login);
          assert.equal(isTold, lost.map(loginOf).includes(login), `${login}: ${words}`);
        }
        losses += lost.length;
      }),
      { numRuns: 600 },
    );
    assert.ok(losses > 0, "No order of events in which a credit was lost came up.");
  });
});

/** Whether it is gone, or waits again for a consent that had been given. */
function isLost({ login, type, state }: Credit, credits: readonly Credit[]): boolean {
  const now = credits.find((each) => each.login === login && each.type === type);
  return now === undefined || (state === "accepted" && now.state === "pending");
}

function loginOf({ login }: Credit): string {
  return login;
}

function toEntries(credits: readonly Credit[]): readonly CreditEntry[] {
  return credits.flatMap(({ login, type }) => {
    const known = creditTypeOf(type);
    return known === undefined ? [] : [{ login, type: known }];
  });
}
