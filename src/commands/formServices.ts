import type * as vscode from "vscode";
import type { Log } from "../base/log.ts";
import { HumanError } from "../base/errors.ts";
import { report, runCommand } from "../editor/commands.ts";
import { openKnownPage } from "../editor/externalPage.ts";
import { WeaknessFile } from "../editor/weaknessFile.ts";
import { advisoryAccess, knownFields } from "../steps/advisoryAccess.ts";
import type { FormPorts } from "../steps/formPorts.ts";
import type { GitHub } from "../steps/gitHub.ts";
import type { Ask } from "../steps/ports.ts";
import { saveAdvisory } from "../steps/saveAdvisory.ts";
import type { TicketBoard } from "../steps/ticketBoard.ts";
import { findTicket, type Board } from "../ticket/board.ts";
import { projectOf } from "../ticket/project.ts";
import { fullName } from "../ticket/repositoryName.ts";
import { ticketKey, type TicketRef } from "../ticket/ticket.ts";
import { factsOf, type TicketFacts } from "../ticket/ticketFacts.ts";
import type { EmbargoedTexts } from "./embargoedTexts.ts";

interface FormDesk {
  readonly extensionUri: vscode.Uri;
  readonly board: TicketBoard;
  readonly texts: EmbargoedTexts;
  readonly ask: Ask;
  readonly log: Log;
  readonly signedIn: () => GitHub;
}

/**
 * What the advisory form does through the steps.
 *
 * @param parseDraft reads a draft that was kept.
 */
export function formServices<Draft extends object>(
  { extensionUri, board, texts, ask, log, signedIn }: FormDesk,
  parseDraft: (kept: unknown) => Draft | undefined,
): FormPorts<Draft> {
  return {
    known: (ref) => knownFields(board.board, ref),
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
    road: async (ref, anew, signal) => {
      const project = projectOf(ref.repository);
      if (project === undefined) throw notOurs(ref);
      const known = anew ? undefined : knownFacts(board.board, ref);
      const facts = known ?? (await board.readAnew(signedIn(), ref, signal));
      const { formRoad } = await import("../steps/letters.ts");
      return formRoad(project, facts);
    },
    versions: async (ref, signal) => {
      const project = projectOf(ref.repository);
      if (project === undefined) throw notOurs(ref);
      const gitHub = signedIn();
      const facts = await board.readAnew(gitHub, ref, signal);
      const { readVersions } = await import("../steps/letters.ts");
      const ranges = await readVersions(gitHub, project, facts, undefined, signal);
      if (!ranges.valid) throw new HumanError(ranges.reason, "Write the versions yourself.");
      return ranges.value;
    },
    openPage: (url) => openKnownPage(url, signedIn().site.webUrl),
    run: (ref, work) => void runCommand(`psrt.${work}`, { ticket: ref }),
    weaknesses: () => new WeaknessFile(extensionUri).read(),
    webUrl: () => signedIn().site.webUrl,
    drafts: {
      read: async (ref) => parseDraft(await texts.drafts.read(ref)),
      write: (ref, draft) => texts.drafts.write(ref, draft),
      remove: (ref) => texts.drafts.remove(ref),
    },
  };
}

/** Undefined where the ticket or its road was not read. */
function knownFacts(board: Board | undefined, ref: TicketRef): TicketFacts | undefined {
  const ticket = board && findTicket(board, ref);
  if (ticket === undefined || board?.facts.has(ticketKey(ref)) !== true) return undefined;
  return factsOf(board, ticket);
}

function notOurs({ repository }: TicketRef): HumanError {
  return new HumanError(
    `${fullName(repository)} is not a project of the PSRT.`,
    "Compare its texts yourself.",
  );
}
