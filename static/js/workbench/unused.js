/** What people do not use: folded below what waits, with the reason and the way back. */

import { slot, write } from "./parts.js";
import { rows } from "./rows.js";

const place = slot(document, "unused");

/** Draws the list; a list without anything in it is not there. */
export function drawUnused(model) {
  place.hidden = !model.aside.length;
  write(slot(place, "unused-count"), model.aside.length);
  rows(slot(place, "unused-list"), "unused", "unused-row", model.aside, (row, passage) => {
    write(slot(row, "text"), passage.text);
    write(slot(row, "reason"), passage.aside);
  });
}
