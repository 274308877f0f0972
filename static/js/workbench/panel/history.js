/** What happened, newest first: who, when, what. */

import { clone, moment, slot, words, write } from "../parts.js";

/** The panel shows those lines. */
export function dressHistory(el, lines) {
  slot(el, "log").replaceChildren(...lines.map(logRow));
}

export function logRow(line) {
  const row = clone("log-row");
  const time = slot(row, "time");
  time.dateTime = line.at;
  write(time, moment(line.at));
  write(slot(row, "who"), line.who ?? words.machine);
  write(slot(row, "words"), line.words);
  if (!line.undone) slot(row, "undone")?.remove();
  return row;
}
