/** What differs between the kinds of exercise on the phone: the fields of a form, the panels that are more. */

/** Exercise kind to the module of its panel: class Panel {constructor(root, tools), draw(state), and where it
    has something to close leave(), when another kind comes to the front}. */
const PANELS = {
  findings: () => import("./phone_findings.js"),
  lotus: () => import("./phone_lotus.js"),
  ranking: () => import("./phone_ranking.js"),
  sorting: () => import("./phone_sorting.js"),
  check: () => import("./phone_check.js"),
};

/** A hall must not fetch the same module in one instant, nor while people join. */
const AHEAD_AFTER_MS = 15000;
const AHEAD_SPREAD_MS = 20000;

/** The panels of this page that draw themselves. A module comes when its kind is in front for the first time:
    the hall goes there, so there is a line; without one the plain page stays and the next news tries again. */
export class Panels {
  #tools;
  #known = new Map();
  #loading = new Map();
  #front = null;

  constructor(tools) {
    this.#tools = tools;
    for (const root of document.querySelectorAll("[data-panel][data-own]")) {
      const ahead = () => {
        PANELS[root.dataset.panel]().catch(() => {});
        styled(root.dataset.styles);
      };
      setTimeout(ahead, AHEAD_AFTER_MS + Math.random() * AHEAD_SPREAD_MS);
    }
  }

  /** Draws the panel of that kind with the state that latest() answers, when it has one. */
  async draw(kind, latest) {
    if (kind !== this.#front) this.#known.get(this.#front)?.leave?.();
    this.#front = kind;
    const root = document.querySelector(`[data-panel="${kind}"][data-own]`);
    if (!root) return;
    if (!this.#known.has(kind) && !(await this.#load(kind, root))) return;
    this.#known.get(kind).draw(latest());
  }

  async #load(kind, root) {
    if (this.#loading.has(kind)) return false;
    const loading = PANELS[kind]();
    this.#loading.set(kind, loading);
    try {
      const [{ Panel }] = await Promise.all([loading, styled(root.dataset.styles)]);
      this.#known.set(kind, new Panel(root, this.#tools));
    } catch {
      return false;
    } finally {
      this.#loading.delete(kind);
    }
    return true;
  }
}

/** The styles of a panel are there, once; without them it is drawn all the same. */
function styled(address) {
  if (!address || [...document.styleSheets].some((sheet) => sheet.href?.endsWith(address))) return null;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  return new Promise((done) => {
    link.onload = link.onerror = done;
    document.head.append(link);
  });
}

const FIELDS = {
  intervention: fieldsOfIntervention,
  idea: ({ text }) => [["text", text]],
  vision: ({ text, part, lever }) => [["text", text], ["part", part], ["lever", lever]],
  finding: ({ text, explanation }) => [["text", text], ["explanation", explanation]],
  petal: ({ text, place }) => [["text", text], ["place", place]],
};

/** The fields of the form that made this own item, as the server would fill it. */
export function fieldsOf(item) {
  return FIELDS[item.kind](item).filter(([, value]) => value);
}

/** What a contribution is called: its title, or its words. */
export function titleOf({ fields }) {
  return fields.find(([name]) => name === "title" || name === "text")?.[1] ?? "";
}

function fieldsOfIntervention(item) {
  const answer = (value) => (value === null || value === undefined ? null : value ? "yes" : "no");
  const of = (kind) => item.parts.filter((part) => part.kind === kind);
  const lines = (name, kind) =>
    of(kind).flatMap(({ key, text }, number) => [[`${name}-${number}-key`, key], [`${name}-${number}-text`, text]]);
  return [
    ["title", item.text],
    ["what", item.what],
    ["who", item.who],
    ["obstacle", of("obstacle")[0]?.text],
    ...["formal", "existing", "here"].map((name) => [name, answer(item[name])]),
    ...item.levers.map((lever) => ["levers", lever]),
    ...lines("reasons", "reason"),
    ...lines("preconditions", "precondition"),
  ];
}
