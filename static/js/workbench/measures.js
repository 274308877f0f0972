/** The three measures of a theme beside its place, and the orders that they would give. */

import { lastPlace, placesBy } from "../orders.js";
import { fill, slot, words, write } from "./parts.js";

const decimal = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** Says them in the row of a theme; `themes` are all that stand beside it. */
export function drawMeasures(row, theme, themes) {
  write(slot(row, "said"), counted("saidOnce", "said", theme.count));
  write(slot(row, "warm"), counted("oneHeart", "hearts", theme.hearts));
  const { rating } = theme;
  slot(row, "rated").hidden = !rating;
  if (!rating) return;
  const mean = decimal.format(rating.mean);
  write(slot(row, "rating"), fill(rating.people === 1 ? words.ratedByOne : words.rated, { mean, count: rating.people }));
  const at = (place) => `${Math.round((1000 * (place - 1)) / (lastPlace(themes) - 1)) / 10}%`;
  slot(row, "half").setAttribute("x1", at(rating.low));
  slot(row, "half").setAttribute("x2", at(rating.high));
  slot(row, "mean").setAttribute("x", at(rating.mean));
}

/** The order by the measure of that section, with the form that takes it over as it stands here. */
export function drawOrder(section, themes) {
  const places = placesBy(themes, section.dataset.orderBy);
  section.hidden = !places.length;
  const ids = places.map(({ theme }) => String(theme.id));
  const lines = places.map(({ place, shared, theme }) => [place, shared ? words.equal : "", theme.title].filter(Boolean).join(" "));
  if (section.dataset.drawn === JSON.stringify([ids, lines])) return;
  section.dataset.drawn = JSON.stringify([ids, lines]);
  slot(section, "places").replaceChildren(...lines.map((line) => made("li", { textContent: line })));
  slot(section, "themes")?.replaceChildren(...ids.map((value) => made("input", { type: "hidden", name: "theme", value })));
}

function counted(one, many, count) {
  return count === 1 ? words[one] : fill(words[many], { count });
}

function made(name, properties) {
  return Object.assign(document.createElement(name), properties);
}
