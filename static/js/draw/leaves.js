/** A field of leaves: one for every contribution, never cut off; the leaves grow smaller when there are more. */

import { petalPath } from "./flower.js";
import { el, picture } from "./svg.js";

/** Length of a leaf as a multiple of the room it has on its row. */
const SLENDER = 2.6;
/** A handful of leaves stand together at the start; they do not spread over the whole line. */
const WIDEST = 22;
const TALLEST = 56;

/**
 * `colours`: a petal letter ("a".."h") per contribution, or "" for one without a lever. `capacity`: lay out as if there
 * were this many, so that several fields under each other keep one scale. `label`: null when a text beside it says it.
 */
export function leafField(colours, { width = 780, height = 92, capacity = colours.length, label = null } = {}) {
  const { rows, perRow, step, length } = layout(Math.max(capacity, colours.length, 1), width, height);
  const shape = petalPath(length, step * 0.9);
  const rise = Math.min(height / rows, length * 1.08);
  const top = (height - rise * rows) / 2 + length * 1.03;
  const line = Math.min(1.6, step * 0.08);
  const leaves = colours.map((letter, k) =>
    el("path", {
      d: shape,
      transform: `translate(${tenth(step / 2 + (k % perRow) * step)} ${tenth(top + Math.floor(k / perRow) * rise)})`,
      fill: letter ? `var(--${letter})` : "var(--paper)",
    }),
  );
  return picture({ width, height, label }, [el("g", { stroke: "var(--ink)", "stroke-width": line }, leaves)]);
}

/** The number of rows with which the leaves become largest. */
function layout(count, width, height) {
  let best = { length: 0 };
  for (let rows = 1; rows <= count; rows += 1) {
    const perRow = Math.ceil(count / rows);
    const step = Math.min(WIDEST, width / perRow);
    const length = Math.min(step * SLENDER, (height / rows) * 0.92, TALLEST);
    if (length > best.length) best = { rows, perRow, step, length };
    if ((height / rows) * 0.92 < best.length) break;
  }
  return best;
}

const tenth = (value) => Math.round(value * 10) / 10;
