/** Ranked lists: the preconditions in order of importance, and the result of the day. */

import { leafField } from "./draw/leaves.js";
import { el, picture } from "./draw/svg.js";
import { cells, heads, measuresOf, peopleWhoRated } from "./wall_measures.js";
import { icon, inOrder, make, nothingYet, only } from "./wall_parts.js";
import { preconditionRows, resultRows } from "./wall_rows.js";
import { numbered } from "./wall_spine.js";
import { counted, say } from "./wall_words.js";

/** More rows than this are smaller than what the last row of chairs reads. */
const MOST = 7;
/** The words above the measures take the room of one row. Two more fit where names stand alone, on tighter lines. */
const MOST_APART = 6;
const MOST_TIGHT = 8;

/** How many rows the list shows, and whether they stand tightly. */
function room(rows) {
  const { warmth, rating } = measuresOf(rows);
  if (!warmth && !rating) return { most: MOST, tight: false };
  const tight = rows.length > MOST_APART && rows.slice(0, MOST_TIGHT).every(({ proposal }) => !proposal);
  return { most: tight ? MOST_TIGHT : MOST_APART, tight };
}

const FIGURE = { width: 330, height: 96 };

class Ranking {
  #main;
  #drawn = "";

  constructor(main) {
    this.#main = main;
    main.replaceChildren();
  }

  show(rows, figure) {
    const measures = measuresOf(rows);
    const apart = measures.warmth || measures.rating;
    const { most: fitting, tight } = room(rows);
    const shown = rows.slice(0, fitting);
    const last = rows.filter(({ rating }) => rating).length;
    const drawn = JSON.stringify([shown, last]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    if (shown.length === 0) {
      this.#main.replaceChildren(nothingYet(say("no-result")));
      return;
    }
    const most = Math.max(1, ...shown.map(({ count }) => count));
    const items = shown.map((row, place) => line(row, measures.rating ? null : figure(row, place, most), cells(row, measures, last)));
    const columns = ["uitslagwand", apart && "apart", measures.warmth && "warm", measures.rating && "gerangschikt", tight && "krap"].filter(Boolean).join(" ");
    this.#main.replaceChildren(make("div", { class: columns }, apart ? heads(measures) : null, make("ol", {}, ...items)));
    for (const item of items) fit(item);
  }
}

export class ResultView {
  #ranking;

  constructor(main) {
    this.#ranking = new Ranking(main);
  }

  draw(state) {
    this.#ranking.show(resultRows(state).rows, leaves);
  }

  aside(state) {
    const { rows, characteristics, groups, rest } = resultRows(state);
    const said = counted("characteristics", characteristics);
    const whole = groups > 0 ? counted(rest > 0 ? "groups-rest" : "groups", groups, { characteristics: said }) : said;
    return { title: question(state, "key_characteristics"), line: withMore(characteristics > 0 ? whole : "", rows) };
  }
}

export class PreconditionsView {
  #ranking;

  constructor(main) {
    this.#ranking = new Ranking(main);
  }

  draw(state) {
    this.#ranking.show(preconditionRows(state), measure);
  }

  aside(state) {
    const rows = preconditionRows(state);
    const ranked = rows.filter(({ rank }) => rank !== null).length;
    const people = peopleWhoRated(rows);
    const counts = people > 0 ? [numbered("people-rated", people), numbered("contributed", only(state, "counts").intervention)] : null;
    const legend = rows.some(({ rating }) => rating?.tied) ? [[make("b", { "aria-hidden": "true" }, "="), say("tied")]] : [];
    return { title: question(state, "themes"), line: withMore(ranked > 0 ? counted("preconditions", ranked) : "", rows), legend, counts };
  }
}

function question(state, towards) {
  return inOrder(state, "analysis").find((analysis) => analysis.towards === towards)?.question ?? null;
}

/** What does not fit is counted: decisions as such, proposals under their own word. */
function withMore(line, rows) {
  const left = rows.slice(room(rows).most);
  const open = left.filter(({ proposal }) => proposal).length;
  const decided = left.length - open;
  const more = [decided > 0 ? say("more", { count: decided }) : "", open > 0 ? counted("more-proposals", open) : ""];
  return [line, ...more].filter(Boolean).join(", ");
}

function line({ title, text, count, rank, proposal }, figure, measures) {
  const place = make("span", { class: "rang" }, rank === null ? "" : String(rank));
  const word = () => make("p", { class: "woord" }, icon("circle-dashed"), say("proposal"));
  const below = proposal ? word() : text ? make("p", { dir: "auto" }, text) : null;
  const words = make("div", {}, make("h2", { dir: "auto" }, title), below);
  const number = make("b", { class: "num" }, make("span", { "aria-hidden": "true" }, String(count)), make("span", { class: "visually-hidden" }, counted("said", count)));
  return make("li", { class: proposal ? "proposal" : null }, place, words, figure, number, ...measures);
}

/** A long name takes the room of the line below it. */
function fit(item) {
  const words = item.querySelector("div");
  const over = () => words.scrollHeight > item.clientHeight + 1 || words.offsetHeight > item.clientHeight + 1;
  if (over() && !item.matches(".proposal")) words.querySelector("p")?.remove();
  if (over()) item.classList.add("krap");
}

function leaves({ count, letter, proposal }, place, most) {
  const colour = proposal ? "" : (letter ?? "abcdefgh"[place]);
  return leafField(Array(count).fill(colour), { ...FIGURE, capacity: Math.max(24, most) });
}

/** A line with a petal at the value; dashed for a proposal. */
function measure({ count, proposal }, _place, most) {
  const end = 16 + (count / most) * (FIGURE.width - 50);
  const middle = FIGURE.height / 2;
  const way = { d: `M0 ${middle}H${end}`, stroke: "var(--ink)", "stroke-width": 9, "stroke-dasharray": proposal ? "18 12" : null };
  const point = { d: `M${end - 16} ${middle}a16 16 0 0 1 16-16h16v16a16 16 0 0 1-32 0z`, fill: proposal ? "var(--paper)" : "var(--ink)", stroke: "var(--ink)", "stroke-width": 5 };
  return picture({ ...FIGURE, className: "meetlijn" }, [el("path", way), el("path", point)]);
}
