/** What happened, newest first: who, when, what. */

import { clone, moment, slot, words, write } from "../parts.js";

/** The panel shows those lines, the newest. What was asked for before them stays below. */
export function dressHistory(el, { lines, older }) {
  const list = slot(el, "log");
  const first = lines.at(-1)?.change ?? 0;
  const kept = [...list.children].filter((row) => Number(row.dataset.change) < first);
  list.replaceChildren(...lines.map(logRow), ...kept);
  if (!kept.length) pointTo(el, older);
}

/** And those, which are older. */
export function addOlder(el, { lines, older }) {
  slot(el, "log").append(...lines.map(logRow));
  pointTo(el, older);
}

/** Where to go on, for the link that asks for more. */
function pointTo(el, older) {
  const link = slot(el, "older");
  link.hidden = !older;
  link.dataset.before = older ?? "";
}

export function logRow(line) {
  const row = clone("log-row");
  row.dataset.change = line.change ?? "";
  const time = slot(row, "time");
  time.dateTime = line.at;
  write(time, moment(line.at));
  write(slot(row, "who"), line.who ?? words.machine);
  write(slot(row, "words"), line.words);
  if (!line.undone) slot(row, "undone")?.remove();
  return row;
}
