import { answerQuestions } from "./landing.ts";
import type { UiSession } from "./session.ts";

/** One picture of the README. */
export interface Shot {
  /** The picture becomes `<name>.png`. */
  readonly name: string;
  /** Brings the product to what the picture shows, from where the shot before has left it. */
  readonly show: (session: UiSession) => Promise<void>;
}

const ticket = /Header injection/;

const sideBar = "View: Toggle Primary Side Bar Visibility";

/** In the order of a ticket's road. */
export const shots: readonly Shot[] = [
  {
    name: "tickets",
    show: async ({ workbench }: UiSession): Promise<void> => {
      await workbench.showActivity("PSRT");
      const tree = workbench.tree("My Tickets");
      await tree.expand(/tarfile reads member/);
      await workbench.widenSideBar(860);
      // Beside the texts of the rows below.
      const row = await tree.row(ticket);
      const { width = 0 } = (await row.boundingBox()) ?? {};
      await row.click({ button: "right", position: { x: width - 60, y: 10 } });
    },
  },
  {
    name: "blurb",
    show: async (session: UiSession): Promise<void> => {
      const { workbench, surroundings } = session;
      await workbench.page.keyboard.press("Escape");
      await workbench.widenSideBar(320);
      const { state } = surroundings.sandbox;
      state.mustHave("python/cpython").nextNumber = 150_001;
      state.addIssue("python/cpython", {
        ...{ title: "Values of cookies can hold line breaks", author: "mel-member" },
        ...{ labels: ["type-security"], body: "They should be refused, as in names.\n" },
      });
      await answerQuestions(session, ticket, {
        pull: /Refuse control characters/,
        issue: "gh-150001",
        title: "Reject line breaks in cookie values",
        news: "Reject carriage returns and line feeds in values given to\n:meth:`http.cookies.Morsel.set`.",
      });
    },
  },
  {
    name: "commit",
    show: async ({ workbench }: UiSession): Promise<void> => {
      await workbench.page.keyboard.press("Control+Enter");
      await workbench.text("Push gh-150001");
      await workbench.clickLens("Don't push");
      await workbench.notification("was not pushed");
      await workbench.clearNotifications();
    },
  },
  {
    name: "review",
    show: async ({ workbench }: UiSession): Promise<void> => {
      await workbench.tree("My Tickets").chooseFromMenu(ticket, "Review Going Public");
      await workbench.command(sideBar);
      const review = await workbench.webview(/^Going public: GHSA/);
      await review.locator("#write-push").waitFor();
    },
  },
  {
    name: "push",
    show: async ({ workbench }: UiSession): Promise<void> => {
      await workbench.command(sideBar);
      await workbench.command("View: Close All Editors");
      await workbench.tree("My Tickets").chooseFromMenu(ticket, "Push Public Branch…");
      await workbench.command(sideBar);
      await workbench.text("Push gh-150001");
    },
  },
  {
    name: "form",
    show: async ({ workbench }: UiSession): Promise<void> => {
      await workbench.clickLens("Don't push");
      await workbench.notification("was not pushed");
      await workbench.command(sideBar);
      await workbench.tidy();
      await workbench.tree("My Tickets").chooseFromMenu(ticket, "Open Advisory Form");
      const form = await workbench.webview("CVSS v4 vector");
      const vector = form.locator("#vector input");
      await vector.fill("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:L/VA:N/SC:N/SI:N/SA:N");
      await vector.press("Home");
      await form.getByText("Draft kept").waitFor();
    },
  },
  {
    name: "form-dark",
    show: async ({ workbench }: UiSession): Promise<void> => {
      await workbench.command("Preferences: Toggle between Light/Dark Themes");
    },
  },
];
