import { createHash } from "node:crypto";
import { join } from "node:path";
import { asInstant, asList, asRecord, asString } from "../base/shape.ts";
import type { EventSource } from "../ticket/events.ts";
import type { Person } from "../ticket/keptBoard.ts";
import type { Memory, TicketMemory } from "../ticket/memory.ts";
import { readPrivate, writePrivate } from "./privateFile.ts";

const SOURCES: readonly EventSource[] = [
  ...(["advisory", "private-pulls", "public-pull", "backports", "comments"] as const),
];

/** What was told and seen, one JSON file for each person. Ids and times only. */
export class MemoryFiles {
  readonly #folder: string;

  /** @param folder Absolute path; made when it is first written to. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** A file that can't be understood reads as none: then nothing is told at first. */
  async read(person: Person): Promise<Memory | undefined> {
    const bytes = await readPrivate(this.#path(person));
    return bytes === undefined ? undefined : toMemory(bytes.toString("utf8"));
  }

  async write(person: Person, { repositories, tickets }: Memory): Promise<void> {
    const data = { repositories, tickets: Object.fromEntries(tickets) };
    await writePrivate(this.#path(person), `${JSON.stringify(data)}\n`);
  }

  #path({ login, apiUrl }: Person): string {
    const name = createHash("sha256").update(`${login.toLowerCase()} at ${apiUrl}`).digest("hex");
    return join(this.#folder, `${name.slice(0, 32)}.json`);
  }
}

function toMemory(text: string): Memory | undefined {
  try {
    const data = asRecord(JSON.parse(text));
    const tickets = asRecord(data?.["tickets"]);
    if (tickets === undefined) return undefined;
    return {
      repositories: texts(data?.["repositories"]),
      tickets: new Map(Object.entries(tickets).map(([key, value]) => [key, toTicketMemory(value)])),
    };
  } catch {
    return undefined;
  }
}

function toTicketMemory(value: unknown): TicketMemory {
  const data = asRecord(value);
  const seenAt = asInstant(data?.["seenAt"]);
  const sources = texts(data?.["sources"]);
  return {
    ...(seenAt !== undefined && { seenAt }),
    told: texts(data?.["told"]),
    sources: SOURCES.filter((source) => sources.includes(source)),
  };
}

function texts(value: unknown): readonly string[] {
  return asList(value).flatMap((each) => asString(each) ?? []);
}
