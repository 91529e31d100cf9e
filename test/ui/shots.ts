import type { Workbench } from "./workbench.ts";

/** One picture of the README and the walkthrough. */
export interface Shot {
  /** The picture becomes `<name>.png`. */
  readonly name: string;
  /** Brings the product to what the picture shows, from where the shot before has left it. */
  readonly show: (workbench: Workbench) => Promise<void>;
}

/** In the order of a ticket's road. */
export const shots: readonly Shot[] = [{ name: "my-tickets", show: showMyTickets }];

async function showMyTickets(workbench: Workbench): Promise<void> {
  await workbench.showActivity("PSRT");
  await workbench.tree("My Tickets").row("Your Move");
}
