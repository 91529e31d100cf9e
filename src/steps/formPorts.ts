import type { AdvisoryChanges, AdvisoryFields, SaveOutcome } from "../ticket/advisoryFields.ts";
import type { AffectedRange } from "../ticket/affectedVersions.ts";
import type { WeaknessList } from "../ticket/cwe.ts";
import type { TicketRef } from "../ticket/ticket.ts";
import type { RoadSide } from "./formRoad.ts";

/** What the advisory form needs of the rest. */
export interface FormPorts<Draft> {
  /** What was read of the ticket lately, to show at once; undefined where nothing was. */
  known(ref: TicketRef): AdvisoryFields | undefined;
  /** Reads the ticket's advisory fields from GitHub. */
  load(ref: TicketRef, signal?: AbortSignal): Promise<AdvisoryFields>;
  /**
   * Shows the plan, and on a yes writes only `changes`, reads back and compares; undefined when the
   * person said no.
   */
  save(
    ref: TicketRef,
    base: AdvisoryFields,
    changes: AdvisoryChanges,
    signal?: AbortSignal,
  ): Promise<SaveOutcome | undefined>;
  /** What lies outside of the advisory. Reads it where `anew` or where it is not known. */
  road(ref: TicketRef, anew: boolean, signal?: AbortSignal): Promise<RoadSide>;
  /** The affected versions as the project's branches tell them. */
  versions(ref: TicketRef, signal?: AbortSignal): Promise<readonly AffectedRange[]>;
  /** Opens a page on the person's GitHub or another known site. @throws {HumanError} for others. */
  openPage(url: string): Promise<void>;
  /** Begins another work on the ticket. */
  run(ref: TicketRef, work: "composeEmail" | "draftCveRecord" | "markEmailSent"): void;
  /** The official list, read when it is first wanted. */
  weaknesses(): Promise<WeaknessList>;
  /** Where the pages of the signed-in person's GitHub lie. @throws {HumanError} when signed out. */
  webUrl(): string;
  /** Drafts hold embargoed text: encrypted on disk. */
  readonly drafts: {
    read(ref: TicketRef): Promise<Draft | undefined>;
    write(ref: TicketRef, draft: Draft): Promise<void>;
    remove(ref: TicketRef): Promise<void>;
  };
}
