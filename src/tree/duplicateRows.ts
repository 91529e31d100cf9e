import { plainLine } from "../base/plainLine.ts";
import type { Board } from "../ticket/board.ts";
import { ticketKey, type Ticket } from "../ticket/ticket.ts";
import type { Row } from "./row.ts";

/** A row for each ticket that this new one may repeat; it opens that one on GitHub. */
export function duplicateRows(ticket: Ticket, board: Board): readonly Row[] {
  const key = ticketKey(ticket);
  return (board.duplicates.get(key) ?? []).map(({ ticket: other, shared }): Row => {
    const title = plainLine(other.title).slice(0, 300) || other.ghsaId;
    const common = shared.map(plainLine).join(", ");
    const inCommon = common === "" ? "" : `Both name: ${common}.`;
    return {
      id: `duplicate ${other.ghsaId} ${key}`,
      label: `Duplicate of ${other.ghsaId}?`,
      description: [other.state, title].join(" · "),
      tooltip: ["EMBARGOED", title, `${other.ghsaId} · ${other.state}`, inCommon]
        .filter((line) => line !== "")
        .join("\n"),
      icon: "references",
      command: { id: "psrt.openOnGitHub", title: "Open on GitHub" },
      capabilities: ["ticket"],
      ticket: { repository: other.repository, ghsaId: other.ghsaId },
      children: [],
    };
  });
}
