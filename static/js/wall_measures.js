/** The three measures of a ranked list beside each other, each under its own word. */

import { el, picture } from "./draw/svg.js";
import { make } from "./wall_parts.js";
import { counted, say } from "./wall_words.js";

const FIGURE = { width: 200, height: 60 };
const decimal = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** Which measures there is something to say of besides how often. */
export function measuresOf(rows) {
  return { warmth: rows.some(({ hearts }) => hearts > 0), rating: rows.some(({ rating }) => rating) };
}

/** The words above the columns; each cell says its own to a screen reader. */
export function heads({ warmth, rating }) {
  const word = (key) => make("span", {}, say(key));
  return make("p", { class: "koppen", "aria-hidden": "true" }, word("said-head"), warmth ? word("warmth-head") : null, rating ? word("rating-head") : null);
}

/** The cells after how often: how warmly, and how people put it in order. `last` is the last place of all. */
export function cells({ hearts, rating }, shown, last) {
  const made = [];
  if (shown.warmth) made.push(number(String(hearts), counted("hearts", hearts)));
  if (shown.rating) made.push(rating ? rated(rating, last) : make("span", { class: "spreiding" }));
  return made;
}

/** How many people put these in order: the most that any of them has. */
export function peopleWhoRated(rows) {
  return Math.max(0, ...rows.map(({ rating }) => rating?.people ?? 0));
}

function number(text, spoken) {
  return make("b", { class: "num" }, make("span", { "aria-hidden": "true" }, text), make("span", { class: "visually-hidden" }, spoken));
}

function rated({ mean, people, low, high, tied }, last) {
  const shown = decimal.format(mean);
  const spoken = [counted("rated", people, { mean: shown }), tied ? say("tied") : ""].filter(Boolean).join(", ");
  return make("span", { class: "spreiding" }, spread(low, high, mean, last), number(tied ? `=${shown}` : shown, spoken));
}

/** From the first to the last place: half of the people between the ends of the thick line, the petal at the mean. */
function spread(low, high, mean, last) {
  const at = (place) => 16 + ((place - 1) / Math.max(1, last - 1)) * (FIGURE.width - 32);
  const middle = FIGURE.height / 2;
  const point = `M${at(mean) - 14} ${middle}a14 14 0 0 1 14-14h14v14a14 14 0 0 1-28 0z`;
  return picture({ ...FIGURE, className: "meetlijn" }, [
    el("path", { d: `M16 ${middle}H${FIGURE.width - 16}`, stroke: "var(--ink)", "stroke-width": 3 }),
    el("path", { d: `M${at(low)} ${middle}H${at(high)}`, stroke: "var(--ink)", "stroke-width": 11 }),
    el("path", { d: point, fill: "var(--ink)", stroke: "var(--paper)", "stroke-width": 3 }),
  ]);
}
