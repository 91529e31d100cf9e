import type * as vscode from "vscode";
import type { Log } from "../base/log.ts";
import { report } from "../editor/commands.ts";
import { WeaknessFile } from "../editor/weaknessFile.ts";
import { advisoryAccess } from "../steps/advisoryAccess.ts";
import type { GitHub } from "../steps/gitHub.ts";
import type { Ask } from "../steps/ports.ts";
import { saveAdvisory } from "../steps/saveAdvisory.ts";
import type { TicketBoard } from "../steps/ticketBoard.ts";
import type { AdvisoryChanges, AdvisoryFields, SaveOutcome } from "../ticket/advisoryFields.ts";
import type { WeaknessList } from "../ticket/cwe.ts";
import type { TicketRef } from "../ticket/ticket.ts";
import type { EmbargoedTexts } from "./embargoedTexts.ts";

interface FormDesk {
  readonly extensionUri: vscode.Uri;
  readonly board: TicketBoard;
  readonly texts: EmbargoedTexts;
  readonly ask: Ask;
  readonly log: Log;
  readonly signedIn: () => GitHub;
}

/** What the advisory form does through the steps. */
interface FormServices<Draft> {
  load(ref: TicketRef, signal?: AbortSignal): Promise<AdvisoryFields>;
  save(
    ref: TicketRef,
    base: AdvisoryFields,
    changes: AdvisoryChanges,
    signal?: AbortSignal,
  ): Promise<SaveOutcome | undefined>;
  weaknesses(): Promise<WeaknessList>;
  webUrl(): string;
  readonly drafts: {
    read(ref: TicketRef): Promise<Draft | undefined>;
    write(ref: TicketRef, draft: Draft): Promise<void>;
    remove(ref: TicketRef): Promise<void>;
  };
}

/** @param parseDraft reads a draft that was kept. */
export function formServices<Draft extends object>(
  { extensionUri, board, texts, ask, log, signedIn }: FormDesk,
  parseDraft: (kept: unknown) => Draft | undefined,
): FormServices<Draft> {
  return {
    load: async (ref, signal) => {
      const fields = await advisoryAccess(signedIn(), board.board).read(ref, signal);
      await texts.reports.keep({ ...ref, ...fields });
      return fields;
    },
    save: async (ref, base, changes, signal) => {
      const ports = { advisory: advisoryAccess(signedIn(), board.board), ask };
      const outcome = await saveAdvisory(ports, ref, base, changes, signal);
      if (outcome?.kind === "saved") {
        board.refresh().catch((error: unknown) => report(error, log, "Refresh"));
      }
      return outcome;
    },
    weaknesses: () => new WeaknessFile(extensionUri).read(),
    webUrl: () => signedIn().site.webUrl,
    drafts: {
      read: async (ref) => parseDraft(await texts.drafts.read(ref)),
      write: (ref, draft) => texts.drafts.write(ref, draft),
      remove: (ref) => texts.drafts.remove(ref),
    },
  };
}
