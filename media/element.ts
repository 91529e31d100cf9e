type Attributes = Readonly<Record<string, string>>;

/** Makes an element. Children that are strings become text, never markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** A button that looks like a link: for what is beside the work. */
export function linkButton(id: string, text: string, onPress: () => void): HTMLButtonElement {
  const made = element("button", { type: "button", id, class: "link" }, text);
  made.addEventListener("click", onPress);
  return made;
}

/** Sets a text only when it differs: a live region speaks at each set. */
export function setText(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

const times = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const days = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });

/** "23 Nov 2026, 10:41" in the person's language and time zone; today without the day. */
export function localTime(instant: string): string {
  return shown(instant, isToday(instant) ? clock : times);
}

/** "23 Nov 2026"; today with the time instead. */
export function localDay(instant: string): string {
  return shown(instant, isToday(instant) ? clock : days);
}

function isToday(instant: string): boolean {
  return new Date(instant).toDateString() === new Date().toDateString();
}

function shown(instant: string, format: Intl.DateTimeFormat): string {
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? instant : format.format(date);
}

export function afterPaint(act: () => void): void {
  requestAnimationFrame(() => window.setTimeout(act));
}
