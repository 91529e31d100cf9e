import * as vscode from "vscode";
import { wasCutShort } from "../base/fileLock.ts";
import { LandingFolder } from "../steps/landingFolder.ts";
import { landingsIn, slotOf } from "../steps/landingRecord.ts";
import { landingWords } from "../steps/landingTexts.ts";
import { isUnderWay } from "../ticket/landing.ts";
import type { Ticket } from "../ticket/ticket.ts";
import type { Desk } from "./desk.ts";
import { offerWaysOn } from "./landingSession.ts";

/**
 * Once the tickets are known, offers to go on with the landings that the end of the editor has cut
 * short. Those that wait for the person are in the checklist.
 */
export function offerCutShortLandings(desk: Desk): vscode.Disposable {
  const listener = desk.board.onDidChange(() => {
    const { board } = desk.board;
    if (board === undefined) return;
    listener.dispose();
    for (const { tickets = [] } of board.readings) {
      for (const ticket of tickets) {
        offerCutShort(desk, ticket).catch((error: unknown) => {
          desk.log.error("Looking for landings that were cut short failed", error);
        });
      }
    }
  });
  return new vscode.Disposable(() => listener.dispose());
}

async function offerCutShort(desk: Desk, ticket: Ticket): Promise<void> {
  for (const landing of landingsIn(await desk.records.read(ticket)).filter(isUnderWay)) {
    const slot = slotOf(landing.of);
    if (!(await wasCutShort(new LandingFolder(desk.storage, ticket, slot).lock))) continue;
    const words = `Landing ${landingWords(landing)}. It was cut short by the end of the editor; it can be continued or aborted, and nothing has left this machine.`;
    void offerWaysOn(words, ticket, slot);
  }
}
