/**
 * The levers in a circle, each as large as it was chosen often, with the arrows of the system model between them.
 * A picture of 1468 x 1080 units: the sheet of the wall beside its spine.
 */

import { el, glyph, picture } from "./svg.js";

const SHEET = { width: 1468, height: 1080 };
const CENTRE = { x: 734, y: 540 };
const ORBIT = { x: 500, y: 336 };
const RADIUS = { least: 56, most: 130 };
const LABEL_SIZE = 46;
/** Half of what one character of a label takes, in units: enough to keep a long name on the sheet. */
const HALF_CHARACTER = 12.4;

/**
 * `levers`: `{name, count, petal: "a".."h", icon}` in their order on the circle, the first at twelve o'clock.
 * `arrows`: `{from, to, count}` with places in that list; a missing count draws the thinnest arrow.
 * `ring`: a line through all of them, for levers without arrows. `sprite`: the address of the icons. `label`: the
 * whole picture in one sentence.
 */
export function leversPicture({ levers, arrows = [], ring = false, sprite, label }) {
  const places = levers.map((lever, n) => place(lever, n, levers));
  const most = Math.max(1, ...arrows.map((arrow) => arrow.count ?? 0));
  const lines = arrows.map((arrow) => arrowBetween(places[arrow.from], places[arrow.to], (arrow.count ?? 0) / most));
  const circles = places.flatMap((spot) => [disc(spot, sprite), nameOf(spot)]);
  return picture({ ...SHEET, label }, [...(ring ? [orbit()] : []), ...lines, ...circles]);
}

function orbit() {
  const line = { fill: "none", stroke: "var(--ink)", "stroke-width": 4 };
  return el("ellipse", { cx: CENTRE.x, cy: CENTRE.y, rx: ORBIT.x, ry: ORBIT.y, ...line });
}

/** Area, not radius, grows with the count: twice as often chosen looks twice as large. */
function place(lever, n, levers) {
  const most = Math.max(1, ...levers.map((other) => other.count));
  const turn = ((n * 360) / levers.length - 90) * (Math.PI / 180);
  return {
    ...lever,
    x: CENTRE.x + ORBIT.x * Math.cos(turn),
    y: CENTRE.y + ORBIT.y * Math.sin(turn),
    r: RADIUS.least + (RADIUS.most - RADIUS.least) * Math.sqrt(lever.count / most),
  };
}

function disc({ x, y, r, petal, icon, count }, sprite) {
  const chosen = count > 0;
  const circle = el("circle", {
    cx: x, cy: y, r,
    fill: chosen ? `var(--${petal})` : "var(--paper)",
    stroke: chosen ? "var(--ink)" : "var(--edge)",
    "stroke-width": 4,
  });
  const size = Math.max(LABEL_SIZE, r * 0.6);
  const words = { class: chosen ? "cijfer op-kleur" : "cijfer", x, y: y + r * 0.38, dy: ".35em", "text-anchor": "middle" };
  const figure = el("text", words, [String(count)]);
  figure.style.fontSize = `${size}px`;
  return el("g", chosen ? { "data-p": petal } : {}, [circle, glyph(sprite, icon, x, y - r * 0.36, r * 0.58), figure]);
}

/** The name stands outside the circle, and never leaves the sheet. */
function nameOf({ name, x, y, r }) {
  const half = name.length * HALF_CHARACTER + 12;
  const middle = Math.min(SHEET.width - half, Math.max(half, x + (x - CENTRE.x) * 0.1));
  const line = y < CENTRE.y ? y - r - 24 : y + r + 54;
  return el("text", { class: "omlijnd", x: middle, y: line, "text-anchor": "middle" }, [name]);
}

/** A curve from circle to circle that bends away from the middle; `weight` (0-1) makes it thicker. */
function arrowBetween(from, to, weight) {
  const half = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  const bend = { x: half.x - (CENTRE.x - half.x) * 0.16, y: half.y - (CENTRE.y - half.y) * 0.16 };
  const width = 4 + 9 * weight;
  const start = towards(from, bend, from.r + 16);
  const end = towards(to, bend, to.r + 18 + width);
  const along = Math.atan2(end.y - bend.y, end.x - bend.x);
  const barb = (turn) => `${end.x - Math.cos(along + turn) * (16 + width * 2)} ${end.y - Math.sin(along + turn) * (16 + width * 2)}`;
  const stroke = { fill: "none", stroke: "var(--ink)", "stroke-width": width, "stroke-linecap": "round", "stroke-linejoin": "round" };
  return el("g", stroke, [
    el("path", { d: `M${start.x} ${start.y}Q${bend.x} ${bend.y} ${end.x} ${end.y}` }),
    el("path", { d: `M${barb(0.5)}L${end.x} ${end.y}L${barb(-0.5)}` }),
  ]);
}

/** The point at `distance` from `from` in the direction of `to`. */
function towards(from, to, distance) {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return { x: from.x + ((to.x - from.x) / length) * distance, y: from.y + ((to.y - from.y) / length) * distance };
}
