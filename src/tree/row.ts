import type { CommandId } from "../editor/commandTable.ts";
import type { Capability } from "../editor/contributions.ts";
import type { TicketRef } from "../ticket/ticket.ts";

/** A row of the tree as plain data. */
export interface Row {
  /** Stable over refreshes, so that what is expanded stays so. */
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly tooltip?: string;
  /** What a screen reader says, where label and description don't say enough. */
  readonly spoken?: string;
  /** Id of a VS Code product icon, and of the theme colour it takes. */
  readonly icon?: string;
  readonly color?: string | undefined;
  readonly open?: boolean;
  readonly command?: { readonly id: CommandId; readonly title: string };
  /** What the row's context menu may offer. */
  readonly capabilities: readonly Capability[];
  readonly ticket?: TicketRef;
  /** Number of the private pull request that it stands for. */
  readonly pull?: number;
  /** The project's branch that it is about: "3.13". */
  readonly branch?: string;
  /** Address of the page on GitHub that it stands for. */
  readonly page?: string;
  readonly children: readonly Row[];
}
