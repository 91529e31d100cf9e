import type { Frame, Page } from "playwright-core";
import { asNumber, asRecord } from "../../src/base/shape.ts";
import { say } from "../launch/say.ts";
import { until } from "../ui/until.ts";
import type { EditorWorld } from "./editorWorld.ts";
import { median, time, type Figures } from "./figures.ts";

const OPENINGS = 5;
const CLICKS = 20;

/** One frame at 60 Hz, in milliseconds. */
const FRAME_MS = 16.7;

const FORM = "#metric-VA-H";
const BARE = "#bare";

/** How long the form takes to open and to paint a click, beside a webview with one button. */
export async function measureForm(world: EditorWorld, figures: Figures): Promise<void> {
  const { page } = world.workbench;
  const [form, bare] = [new Array<number>(), new Array<number>()];
  for (let round = 0; round <= OPENINGS; round++) {
    const [one, other] = [await openBare(world), await openForm(world)];
    // What was read from the disk for the first time is read from memory later.
    if (round === 0) continue;
    bare.push(one);
    form.push(other);
    say(`  opening ${round} of ${OPENINGS}`);
  }
  figures.line(
    "a bare webview is there after",
    `${time(median(bare))} (${bare.map(time).join(", ")})`,
  );
  figures.line("the advisory form after", `${time(median(form))} (${form.map(time).join(", ")})`);
  figures.line("the form beside it", `${(median(form) / median(bare)).toFixed(2)} times as long`);

  await openBare(world, false);
  const idle = await clicks(page, BARE, [BARE]);
  await openForm(world, false);
  const painted = await clicks(page, FORM, ["#metric-VA-L", "#metric-VA-H"]);
  figures.line(
    "input to paint, a button that does nothing",
    time(median(idle.map(({ total }) => total))),
  );
  figures.line(
    "input to paint, a metric of the form",
    time(median(painted.map(({ total }) => total))),
  );
  const works = painted.map((each) => each.work);
  const work = median(works);
  const isKept = work < FRAME_MS;
  figures.below(
    "work of a click: handlers, style, layout, paint",
    `${time(work)}, ${time(Math.min(...works))} at best`,
    `${FRAME_MS} ms`,
    isKept,
  );
}

async function openBare(world: EditorWorld, close = true): Promise<number> {
  return opening(world, BARE, () => world.probe.run("bare"), close);
}

async function openForm(world: EditorWorld, close = true): Promise<number> {
  const { surroundings, probe } = world;
  const ticket = surroundings.sandbox.state.advisories.find(
    ({ repository, state, credits }) =>
      repository === "python/cpython" && state === "draft" && credits.length > 0,
  );
  if (ticket === undefined) throw new Error("There is no draft.");
  const ref = { repository: { owner: "python", repo: "cpython" }, ghsaId: ticket.ghsaId };
  return opening(world, FORM, () => probe.run("psrt.openAdvisoryForm", { ticket: ref }), close);
}

/** From the command until what the page is about has been painted, in milliseconds. */
async function opening(
  { workbench: { page }, probe }: EditorWorld,
  selector: string,
  open: () => Promise<{ readonly startedAt: number }>,
  close: boolean,
): Promise<number> {
  const shown = paintedAt(page, selector);
  const { startedAt } = await open();
  const taken = (await shown) - startedAt;
  if (close) {
    await probe.run("workbench.action.closeAllEditors");
    await until("the end of the page", async () =>
      (await findFrame(page, selector)) === undefined ? true : undefined,
    );
  }
  return taken;
}

const PAINTED = (selector: string): string => `new Promise((resolve) => {
  const look = () => {
    if (document.querySelector(${JSON.stringify(selector)}) === null) requestAnimationFrame(look);
    else requestAnimationFrame(() => setTimeout(() => resolve(Date.now())));
  };
  look();
})`;

/** The machine's time at which an element was painted. */
async function paintedAt(page: Page, selector: string): Promise<number> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const frame = await findFrame(page, selector);
    const at = await frame?.evaluate(PAINTED(selector)).catch(() => undefined);
    if (typeof at === "number") return at;
    await new Promise((resolve) => setTimeout(resolve, 4));
  }
  throw new Error(`${selector} was not painted.`);
}

async function findFrame(page: Page, selector: string): Promise<Frame | undefined> {
  for (const frame of page.frames()) {
    if (frame === page.mainFrame()) continue;
    const found = await frame.$(selector).catch(() => null);
    if (found !== null) return frame;
  }
  return undefined;
}

/** What a click took, in milliseconds. */
interface Click {
  /** From the input to the painted frame, the wait for the screen included. */
  readonly total: number;
  /** The handlers, and the making of the frame. */
  readonly work: number;
}

// The capturing listener comes before all of the page's own, the bubbling one after them.
const WATCH = `
  window.benchClicks = [];
  let began = 0;
  addEventListener("click", () => { began = performance.now(); }, true);
  addEventListener("click", (event) => {
    const handled = performance.now() - began;
    requestAnimationFrame(() => {
      const frame = performance.now();
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        const painted = performance.now();
        window.benchClicks.push({ total: painted - event.timeStamp, work: handled + painted - frame });
      };
      port2.postMessage(undefined);
    });
  });
`;

/** Clicks the elements in turn as a person does. @param page that shows them in one frame. */
async function clicks(
  page: Page,
  anchor: string,
  selectors: readonly string[],
): Promise<readonly Click[]> {
  const frame = await until(`a page with ${anchor}`, () => findFrame(page, anchor));
  await frame.evaluate(WATCH);
  for (let click = 0; click < CLICKS; click++) {
    await frame.locator(selectors[click % selectors.length] ?? anchor).click();
    await until("the painted click", async () =>
      Number(await frame.evaluate("window.benchClicks.length")) > click ? true : undefined,
    );
  }
  const found: unknown = await frame.evaluate("window.benchClicks");
  return (Array.isArray(found) ? found : []).map((each: unknown) => {
    const click = asRecord(each);
    return { total: asNumber(click?.["total"]) ?? NaN, work: asNumber(click?.["work"]) ?? NaN };
  });
}
