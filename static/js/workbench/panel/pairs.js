/** What says nearly the same, pair after pair: decided with the keys alone when somebody wants to. */

import { fill, slot, words, write } from "../parts.js";
import { rows } from "../rows.js";

const DRAWN = 30;
let decided = null;

/** The panel shows the pairs that nobody decided, the likest first. After a decision the next pair has the focus. */
export function dressPairs(el, model) {
  const list = slot(el, "pair-list");
  rows(list, "pair", "pair-card", model.pairs.slice(0, DRAWN), (row, pair) => dressPair(row, pair, model));
  write(slot(el, "pairs-left"), model.pairs.length || "");
  const more = slot(el, "pairs-more");
  more.hidden = model.pairs.length <= DRAWN;
  write(more, fill(words.pairsAfter, { count: model.pairs.length - DRAWN }));
  slot(el, "pairs-none").hidden = model.pairs.length > 0;
  if (!decided || list.querySelector(`[data-row="${decided.row}"]`)) return;
  const next = list.children[Math.min(decided.place, list.children.length - 1)];
  const button = next?.querySelector(`[data-decides=${decided.act}]`) ?? el.querySelector("h2");
  decided = null;
  // Whoever went on elsewhere in the meantime stays there.
  if (document.activeElement === document.body || el.contains(document.activeElement)) button.focus();
}

/** Arrows walk over pairs and buttons in `place`; what was decided is remembered until it is news. */
export function letDecide(place) {
  place.addEventListener("keydown", (event) => {
    const button = event.target.closest?.("[data-decides]");
    const next = button && !event.ctrlKey && !event.metaKey && !event.altKey && neighbour(button, event.key);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
  place.addEventListener("submit", (event) => {
    const row = event.target.closest("[data-row^='pair:']");
    if (!row) return;
    const act = event.target.querySelector("[data-decides]").dataset.decides;
    decided = { row: row.dataset.row, act, place: [...row.parentElement.children].indexOf(row) };
  });
}

function neighbour(button, key) {
  const row = button.closest("[data-row]");
  const beside = { ArrowLeft: true, ArrowRight: true }[key];
  const other = [...row.querySelectorAll("[data-decides]")].find((each) => each !== button);
  if (beside) return other;
  const rowThere = {
    ArrowDown: row.nextElementSibling,
    ArrowUp: row.previousElementSibling,
    Home: row.parentElement.firstElementChild,
    End: row.parentElement.lastElementChild,
  }[key];
  return rowThere?.querySelector(`[data-decides=${button.dataset.decides}]`);
}

function dressPair(row, pair, model) {
  for (const [name, place, id] of [["one", "first", pair.passage], ["other", "second", pair.twin]]) {
    const passage = model.passages.get(id);
    write(slot(row, name), passage.text);
    write(slot(row, `${name}-place`), passage.names.filter(Boolean).join(", ") || words.notPlaced);
    for (const field of row.querySelectorAll(`[data-slot=${place}]`)) field.value = id;
  }
  const meter = row.querySelector(".meter");
  meter.setAttribute("aria-label", fill(words.similar, { percent: Math.round(pair.similarity * 100) }));
  [...meter.children].forEach((petal, place) => petal.classList.toggle("on", place < Math.round(pair.similarity * 5)));
}
