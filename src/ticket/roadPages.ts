import type { Fact, RoadFacts } from "./ticketFacts.ts";

/** A page on GitHub that belongs to a ticket's fix. */
export interface RoadPage {
  /** "Public pull request #140401" */
  readonly name: string;
  /** The page's title; may hold anything. */
  readonly title: string;
  readonly address: string;
}

/** All that there are, in the road's order. */
export function roadPages(road: RoadFacts): readonly RoadPage[] {
  const issue = valueOf(road.publicIssue);
  const pull = valueOf(road.publicPull);
  return [
    ...(valueOf(road.privatePulls) ?? []).map(({ number, title, htmlUrl }) => ({
      name: `Private pull request #${number}`,
      ...{ title, address: htmlUrl },
    })),
    ...(issue
      ? [{ name: `Public issue #${issue.number}`, title: "", address: issue.htmlUrl }]
      : []),
    ...(pull
      ? [
          {
            name: `Public pull request #${pull.number}`,
            ...{ title: pull.title, address: pull.htmlUrl },
          },
        ]
      : []),
    ...(valueOf(road.backports) ?? []).map(({ number, title, htmlUrl, base }) => ({
      name: `Backport to ${base.ref} #${number}`,
      ...{ title, address: htmlUrl },
    })),
  ];
}

function valueOf<T>(fact: Fact<T>): T | undefined {
  return fact.known ? fact.value : undefined;
}
