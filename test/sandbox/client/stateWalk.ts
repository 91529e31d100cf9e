import assert from "node:assert/strict";
import { HumanError } from "../../../src/base/errors.ts";
import {
  changeState,
  type ChangeStatePorts,
  type StateOutcome,
} from "../../../src/steps/changeState.ts";
import { reopenTicket, type ReopenOutcome } from "../../../src/steps/reopenTicket.ts";
import { undoBotOrder, type UndoOutcome } from "../../../src/steps/undoBotOrder.ts";
import type { StateChange } from "../../../src/ticket/stateChange.ts";
import type { TicketRef } from "../../../src/ticket/ticket.ts";
import type { Advisory } from "../model.ts";
import type { Sandbox } from "../sandbox.ts";
import type { AdvisorySeed } from "../scenario.ts";
import { bare } from "../scenarios/bare.ts";
import { cpythonSeed } from "../scenarios/community.ts";
import { people } from "../scenarios/people.ts";
import { useSandbox } from "../testing.ts";
import { CPYTHON, gitHubOf, requestsOf } from "./person.ts";
import { Answer, MemoryRecords } from "./ports.ts";

const { member, admin, reporter } = people;

/** Changes of tickets' states, as one person or another, from a clock that each test finds anew. */
export class StateWalk {
  readonly #sandbox: () => Sandbox;
  /** What the person answers, and what was shown. */
  ask = new Answer(true);
  records = new MemoryRecords();

  /** For a `describe`, whose sandbox it is. */
  constructor(start: Date) {
    this.#sandbox = useSandbox(() => ({
      scenario: { ...bare({ "python/cpython": cpythonSeed(), "other/thing": {} }), start },
    }));
    beforeEach(() => {
      this.sandbox.clock.set(start);
      this.ask = new Answer(true);
      this.records = new MemoryRecords();
    });
  }

  get sandbox(): Sandbox {
    return this.#sandbox();
  }

  report(seed: Partial<AdvisorySeed> = {}): TicketRef {
    const { ghsaId } = this.sandbox.state.addAdvisory({
      ...{ repository: "python/cpython", summary: "Crash in re", author: reporter },
      ...seed,
    });
    return { repository: CPYTHON, ghsaId };
  }

  advisory({ ghsaId }: TicketRef): Advisory {
    const found = this.sandbox.state.advisory(ghsaId);
    assert.ok(found);
    return found;
  }

  ports(login: string, pretends?: "admin"): ChangeStatePorts {
    const { advisories, repositories } = gitHubOf(this.sandbox, login);
    const rightsIn: ChangeStatePorts["rightsIn"] = (name, signal) =>
      pretends === "admin"
        ? Promise.resolve({ administers: true })
        : repositories.rights(name, signal);
    const { records, ask, sandbox } = this;
    return { advisories, rightsIn, records, ask, clock: sandbox.clock };
  }

  change(ref: TicketRef, what: StateChange, login: string = member): Promise<StateOutcome> {
    return changeState(this.ports(login), ref, what);
  }

  undo(ref: TicketRef, login: string = member): Promise<UndoOutcome> {
    return undoBotOrder(this.ports(login), ref);
  }

  reopen(ref: TicketRef, login: string = admin): Promise<ReopenOutcome> {
    return reopenTicket(this.ports(login), ref);
  }

  /** What a refusal says. */
  async trouble(call: Promise<unknown>): Promise<string> {
    try {
      await call;
    } catch (error) {
      assert.ok(error instanceof HumanError, String(error));
      return `${error.message} ${error.next}`;
    }
    throw new assert.AssertionError({ message: "It was not refused." });
  }

  /** The bodies of the writes while something is done. */
  async writes(work: () => Promise<unknown>): Promise<readonly unknown[]> {
    const requests = await requestsOf(this.sandbox, work);
    return requests.filter(({ method }) => method !== "GET").map(({ body }) => body);
  }
}
