/** A theme as a circle of leaves, one per contribution, laid like the seeds in a flower head. */

import { petalPath } from "./flower.js";
import { el, picture } from "./svg.js";

/** The angle between a seed and the next one: the golden one leaves no gaps. */
const GOLDEN = 2.39996;
const SPREAD = 18.8;
/** Below this a circle says nothing about its size. */
const SMALLEST_SHEET = 20;

const radius = (count) => 44 + Math.sqrt(count) * 19;

/**
 * `count` leaves in the colour of `letter`; `decided` draws a solid line, else dashed with empty leaves. `largest` is
 * the count of the largest circle beside it, so that all are on one scale. `closing`: the line closes once.
 * `key`: only the line, for a legend.
 */
export function themeCircle({ count = 0, letter = "a", decided, largest = count, closing = false, key = false }) {
  if (key) return picture({ width: 60, height: 24 }, [line(el("path", { d: "M2 12H58" }), decided, 5, "13 9")]);
  const half = radius(Math.max(SMALLEST_SHEET, largest)) + 8;
  const ring = line(el("circle", { r: radius(count), fill: "none", pathLength: closing ? 100 : null }), decided, 5, "20 14");
  if (closing) ring.classList.add("sluit");
  const leaves = Array.from({ length: count }, (_, n) => leaf(n, decided ? `var(--${letter})` : "var(--paper)"));
  return picture({ x: -half, y: -half, width: 2 * half, height: 2 * half }, [ring, ...leaves]);
}

function line(shape, decided, width, dashes) {
  shape.setAttribute("stroke", decided ? "var(--ring, var(--ink))" : "var(--ring, var(--edge))");
  shape.setAttribute("stroke-width", String(width));
  if (!decided) shape.setAttribute("stroke-dasharray", dashes);
  return shape;
}

function leaf(n, fill) {
  const away = SPREAD * Math.sqrt(n + 0.6);
  const turn = n * GOLDEN;
  const [x, y] = [Math.cos(turn) * away, Math.sin(turn) * away].map((value) => Math.round(value * 10) / 10);
  const transform = `translate(${x} ${y}) rotate(${Math.round((turn * 180) / Math.PI + 90) % 360}) translate(0 14)`;
  return el("path", { d: petalPath(48, 25), transform, fill, stroke: "var(--ink)", "stroke-width": 2 });
}
