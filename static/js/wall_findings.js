/** Findings in plenary: one table's words large, with a mark for every table; or those that were agreed on, side by side. */

import { petalPath } from "./draw/flower.js";
import { el, picture } from "./draw/svg.js";
import { inOrder, make, nothingYet, only } from "./wall_parts.js";
import { numbered } from "./wall_spine.js";
import { counted, say } from "./wall_words.js";

/** More marks than this in a row are smaller than what the last row of chairs reads; above twice as many there are none. */
const IN_A_ROW = 17;
/** From large to small; the last one holds the longest finding with the longest explanation. */
const SIZES = ["kort", "", "lang", "lang zeer"];

export class FindingsView {
  #main;
  #drawn = "";

  constructor(main) {
    this.#main = main;
    main.replaceChildren();
  }

  draw(state) {
    const { wall_table: table, tables } = only(state, "workshop");
    const findings = newestPerTable(state);
    const drawn = JSON.stringify([table, tables, findings]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const now = table ?? null;
    const found = findings.find((finding) => finding.table === now);
    if (now !== null) this.#one(now, found, marks(tables, findings, now));
    else if (findings.length === 0) this.#main.replaceChildren(nothingYet(say("no-findings")));
    else this.#all(findings, marks(tables, findings, null));
  }

  aside(state) {
    const { tables } = only(state, "workshop");
    const told = newestPerTable(state).filter((finding) => finding.told).length;
    const joined = numbered("joined", only(state, "counts").participants);
    // What was asked makes place for what was found.
    return { counts: [[told, counted("findings-told", tables)], joined], ...(told > 0 ? { line: "" } : {}) };
  }

  #one(table, finding, row) {
    const who = make("p", { class: "wie" }, make("span", { class: "nr", "aria-hidden": "true" }, String(table)), say("table-says", { number: table }));
    const words = finding
      ? [make("blockquote", { dir: "auto" }, finding.text), finding.explanation ? make("p", { class: "bij", dir: "auto" }, finding.explanation) : null]
      : [make("blockquote", { class: "nog-niet" }, say("finding-open"))];
    const sheet = make("section", { class: "vast" }, who, ...words, row);
    this.#main.replaceChildren(sheet);
    const quote = sheet.querySelector("blockquote");
    fits(sheet, (size) => {
      quote.className = size;
      sheet.classList.toggle("krap", size.includes("zeer"));
    });
  }

  /** The newest first: what does not fit whole is counted, never cut. */
  #all(findings, row) {
    const cards = [...findings].sort((one, other) => other.id - one.id).map(card);
    const list = make("ol", { class: "vaststellingen" }, ...cards);
    const more = make("p", { class: "nog" });
    const sheet = make("section", { class: "vast overzicht" }, list, more, row);
    this.#main.replaceChildren(sheet);
    const room = list.getBoundingClientRect();
    const rtl = getComputedStyle(list).direction === "rtl";
    const out = cards.filter((item) => {
      const box = item.getBoundingClientRect();
      return rtl ? box.left < room.left - 1 : box.right > room.right + 1;
    });
    for (const item of out) item.remove();
    more.textContent = out.length > 0 ? say("more", { count: out.length }) : "";
  }
}

/** One finding per table: that of its last step, when there were several. */
function newestPerTable(state) {
  const found = new Map();
  for (const finding of inOrder(state, "finding")) {
    const known = found.get(finding.table);
    if (!known || known.exercise < finding.exercise) found.set(finding.table, finding);
  }
  return [...found.values()].sort((one, other) => one.table - other.table);
}

function card({ table, text }) {
  const name = make("span", { class: "visually-hidden" }, `${say("table-says", { number: table })}: `);
  const number = make("span", { class: "nr", "aria-hidden": "true" }, String(table));
  return make("li", {}, number, make("p", { dir: "auto" }, name, text));
}

/** Dark is told, lotus is now, hollow is not yet; the words below the picture say the same. */
function marks(tables, findings, now) {
  if (tables > 2 * IN_A_ROW) return null;
  const told = new Set(findings.filter((finding) => finding.told).map((finding) => finding.table));
  const items = Array.from({ length: tables }, (_, place) => {
    const number = place + 1;
    const state = number === now ? "now" : told.has(number) ? "told" : "open";
    const word = make("span", { class: "visually-hidden" }, say(`mark-${state}`, { number }));
    return make("li", {}, mark(number, state), word);
  });
  return make("ol", { class: tables > IN_A_ROW ? "rij twee" : "rij" }, ...items);
}

function mark(number, state) {
  const fill = { now: "var(--lotus)", told: "var(--ink)", open: "var(--paper)" }[state];
  const ink = { now: "var(--on-lotus)", told: "var(--on-ink)", open: "var(--ink)" }[state];
  const shape = el("path", { d: petalPath(98, 70), fill, stroke: "var(--ink)", "stroke-width": 4 });
  const digits = el("text", { "text-anchor": "middle", y: -38, fill: ink }, [String(number)]);
  return picture({ x: -36, y: -100, width: 72, height: 104 }, [shape, digits]);
}

/** The largest size in which everything stands on the sheet. */
function fits(sheet, set) {
  for (const size of SIZES) {
    set(size);
    if (sheet.scrollHeight <= sheet.clientHeight + 1 && sheet.scrollWidth <= sheet.clientWidth + 1) return;
  }
}
