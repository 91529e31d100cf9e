import { reportTerms, type Term, type Terms } from "./reportTerms.ts";
import { sameRepository } from "./repositoryName.ts";
import { ticketKey, type Ticket } from "./ticket.ts";

/** A ticket that may tell of the same weakness as another. */
export interface Likeness {
  readonly ticket: Ticket;
  /** From 0, nothing in common, to 1. */
  readonly score: number;
  /** What both name, the most telling first: ["http.cookies.morsel", "morsel"]. */
  readonly shared: readonly string[];
}

/**
 * How much two reports must have in common; more when they name no code in common. Found by
 * weighing true and false pairs of realistic reports, see the tests.
 */
const LIKELY = 0.29;
const LIKELY_WITHOUT_NAMES = 0.45;

/** What remains of the score of two reports that tell of different kinds of weakness. */
const OTHER_KIND = 0.75;

/** What fewer reports name is not rarer: among many, every chance word would be. A share of all. */
const RARE = 0.02;

/** How many are looked at closely, and how many are told. */
const JUDGED = 20;
const MOST = 3;

/** So many reports are read at a stretch: some milliseconds. */
const STRETCH = 40;

/**
 * The likely duplicates of each new ticket among all, by `ticketKey`.
 *
 * @param pause lets others go on between stretches of work.
 */
export async function likelyDuplicates(
  tickets: readonly Ticket[],
  pause: () => Promise<void>,
): Promise<ReadonlyMap<string, readonly Likeness[]>> {
  const fresh = tickets.filter(({ state }) => state === "triage");
  if (fresh.length === 0) return new Map();
  for (const [index, ticket] of tickets.entries()) {
    termsOf(ticket);
    if (index % STRETCH === STRETCH - 1) await pause();
  }
  const duplicates = new Duplicates(tickets);
  const found = new Map<string, readonly Likeness[]>();
  for (const ticket of fresh) {
    await pause();
    found.set(ticketKey(ticket), duplicates.of(ticket));
  }
  return found;
}

interface Report {
  readonly ticket: Ticket;
  readonly terms: Terms;
  /** The length of the vector of weights. */
  readonly length: number;
}

/**
 * Finds likely duplicates among tickets by what they name in common: code, kind of weakness, rare
 * words. All on this machine. Terms that many reports share count less.
 */
class Duplicates {
  readonly #reports = new Map<Ticket, Report>();
  readonly #byTerm = new Map<string, Report[]>();
  readonly #rarity = new Map<string, number>();

  constructor(tickets: readonly Ticket[]) {
    const counts = new Map<string, number>();
    for (const ticket of tickets) {
      for (const key of termsOf(ticket).keys()) counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    // What a single report names is in no other: it counts for the length alone.
    for (const [key, count] of counts) {
      const share = Math.max(count / (tickets.length + 10), RARE);
      this.#rarity.set(key, Math.log(1 + 1 / share));
      if (count > 1) this.#byTerm.set(key, []);
    }
    for (const ticket of tickets) {
      const terms = termsOf(ticket);
      let squares = 0;
      for (const [key, term] of terms) squares += this.#weight(key, term) ** 2;
      const report = { ticket, terms, length: Math.sqrt(squares) };
      this.#reports.set(ticket, report);
      for (const key of terms.keys()) this.#byTerm.get(key)?.push(report);
    }
  }

  /** The tickets of the same repository that are likely the same report, the likeliest first. */
  of(ticket: Ticket): readonly Likeness[] {
    const own = this.#reports.get(ticket);
    if (own === undefined) return [];
    const products = new Map<Report, number>();
    for (const [key, term] of own.terms) {
      const weight = this.#weight(key, term);
      for (const report of this.#byTerm.get(key) ?? []) {
        const other = report.terms.get(key);
        const product = other === undefined ? 0 : weight * this.#weight(key, other);
        products.set(report, (products.get(report) ?? 0) + product);
      }
    }
    return [...products]
      .map(([other, product]) => ({ other, cosine: product / (own.length * other.length) }))
      .filter(
        ({ other, cosine }) =>
          cosine >= LIKELY &&
          other !== own &&
          sameRepository(other.ticket.repository, ticket.repository),
      )
      .sort((a, b) => b.cosine - a.cosine)
      .slice(0, JUDGED)
      .flatMap(({ other, cosine }) => this.#judge(own, other, cosine))
      .sort((a, b) => b.score - a.score)
      .slice(0, MOST);
  }

  #judge(own: Report, other: Report, cosine: number): Likeness[] {
    const shared = this.#shared(own.terms, other.terms);
    const score = cosine * (haveOtherKinds(own.terms, other.terms) ? OTHER_KIND : 1);
    const needed = shared.some(({ what }) => what === "name") ? LIKELY : LIKELY_WITHOUT_NAMES;
    if (score < needed) return [];
    const texts = shared.filter(({ what }) => what !== "kind").map(({ text }) => text);
    return [{ ticket: other.ticket, score, shared: texts.slice(0, MOST) }];
  }

  /** The most telling first; a name in either is one in both. */
  #shared(a: Terms, b: Terms): readonly Term[] {
    return [...a]
      .flatMap(([key, term]): Term[] => {
        const other = b.get(key);
        if (other === undefined) return [];
        const spelled = other.what === "name" ? other : term;
        return [{ ...spelled, weight: this.#weight(key, term) * this.#weight(key, other) }];
      })
      .sort((x, y) => y.weight - x.weight);
  }

  #weight(key: string, { weight }: Term): number {
    return weight * (this.#rarity.get(key) ?? 0);
  }
}

/** Terms of a ticket never change; a refresh brings the same object when nothing has changed. */
const known = new WeakMap<Ticket, Terms>();

function termsOf(ticket: Ticket): Terms {
  const before = known.get(ticket);
  if (before !== undefined) return before;
  const terms = reportTerms(ticket.title, ticket.description);
  known.set(ticket, terms);
  return terms;
}

function haveOtherKinds(a: Terms, b: Terms): boolean {
  const kinds = (terms: Terms): readonly string[] =>
    [...terms].flatMap(([key, { what }]) => (what === "kind" ? [key] : []));
  const [own, others] = [kinds(a), new Set(kinds(b))];
  return own.length > 0 && others.size > 0 && !own.some((kind) => others.has(kind));
}
