/** A theme dragged to its place in the order, by mouse or by the grip; the arrows beside it do the same. */

import { DONE, act } from "./acts.js";
import { scrollAtEdge, swallowClick } from "./drag.js";

const START_PX = 6;

/** Rows in `place` can be dragged to a place of the order, also those that have none yet. */
export function letRank(place) {
  let held = null;

  place.addEventListener("pointerdown", (event) => {
    const row = event.target.closest("[data-rank-of]");
    const byHand = event.pointerType === "mouse" || event.target.closest("[data-slot=rank-grip]");
    if (!row || !byHand || event.button !== 0 || event.target.closest("button, a")) return;
    held = { row, pointer: event.pointerId, x: event.clientX, y: event.clientY, lifted: false, at: null };
  });

  document.addEventListener("pointermove", (event) => {
    if (!held || event.pointerId !== held.pointer) return;
    if (!held.lifted && Math.hypot(event.clientX - held.x, event.clientY - held.y) < START_PX) return;
    held.lifted = true;
    held.row.classList.add("verplaatst");
    document.documentElement.classList.add("sleept");
    held.at = placeUnder(place, held.row, event);
    scrollAtEdge(document.elementFromPoint(event.clientX, event.clientY), event.clientY);
  });

  const end = (drops) => {
    if (!held) return;
    const { row, lifted, at } = held;
    held = null;
    row.classList.remove("verplaatst");
    document.documentElement.classList.remove("sleept");
    show(place, null);
    if (!lifted) return;
    swallowClick();
    if (drops && at) act("rank-to", [["theme_id", row.dataset.rankOf], ["place", at]], DONE.rank);
  };
  document.addEventListener("pointerup", (event) => event.pointerId === held?.pointer && end(true));
  document.addEventListener("pointercancel", () => end(false));
  window.addEventListener("blur", () => end(false));
  document.addEventListener("keydown", (event) => event.key === "Escape" && end(false));
  place.addEventListener("dragstart", (event) => event.target.closest("[data-rank-of]") && event.preventDefault());
}

/** The place that the row would get there, from 1; null outside the order. */
function placeUnder(place, row, event) {
  const list = place.querySelector("[data-slot=ranked]");
  const others = [...(list?.children ?? [])].filter((each) => each !== row);
  const box = list?.getBoundingClientRect();
  const outside = !box || event.clientX < box.left - 40 || event.clientX > box.right + 40;
  if (outside || event.clientY < box.top - 60 || event.clientY > box.bottom + 60) {
    show(place, null);
    return null;
  }
  const after = others.findIndex((each) => {
    const { top, height } = each.getBoundingClientRect();
    return event.clientY < top + height / 2;
  });
  const at = after < 0 ? others.length : after;
  show(place, others[at] ?? others.at(-1) ?? null, at === others.length);
  return at + 1;
}

function show(place, row, below = false) {
  for (const each of place.querySelectorAll(".hier-voor, .hier-na")) each.classList.remove("hier-voor", "hier-na");
  row?.classList.add(below ? "hier-na" : "hier-voor");
}
