/** One passage: what it says, what lies near, who put it where. */

import { clone, fill, slot, words, write } from "../parts.js";
import { logRow } from "./history.js";

/** The panel shows that passage: its words and where they come from. */
export function dressPassage(el, passage) {
  write(slot(el, "text"), passage.text);
  const intervention = slot(el, "intervention");
  intervention.hidden = !passage.intervention;
  write(intervention, fill(words.inIntervention, { title: passage.intervention ?? "" }));
  const levers = [...(document.getElementById("lens-lever")?.options ?? [])];
  const names = levers.filter((each) => passage.levers.includes(each.value)).map((each) => each.textContent);
  if (passage.table) names.unshift(fill(passage.on_paper ? words.onPaper : words.table, { number: passage.table }));
  write(slot(el, "place"), names.join(", "));
  // The letter of the petal, or of the petal and the place behind it, as on the flower of the table.
  const petal = slot(el, "petal");
  petal.hidden = !passage.place;
  petal.dataset.p = passage.place?.[0].toLowerCase() ?? "";
  write(petal, passage.place ?? "");
  return undefined;
}

/** What lies near and what happened to it, as the server told; null when it could not. */
export function tellWhy(el, why) {
  const looking = slot(el, "looking");
  looking.hidden = Boolean(why?.neighbours?.length);
  write(looking, why?.neighbours ? words.noNeighbours : words.lookFailed);
  const near = (why?.neighbours ?? []).map((each) => {
    const row = clone("neighbour");
    write(slot(row, "text"), each.text);
    write(slot(row, "theme"), each.theme ?? "");
    const petals = Math.round(each.similarity * 5);
    const meter = row.querySelector(".meter");
    meter.setAttribute("aria-label", fill(words.similar, { percent: Math.round(each.similarity * 100) }));
    [...meter.children].forEach((petal, place) => petal.classList.toggle("on", place < petals));
    return row;
  });
  slot(el, "neighbours").replaceChildren(...near);
  slot(el, "log").replaceChildren(...(why?.history ?? []).map(logRow));
}
