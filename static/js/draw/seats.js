/** A table in the studio: the lotus idea small. A heart with the number, a petal per phone. */

import { petalPath } from "./flower.js";
import { el, picture } from "./svg.js";

const SEAT = {
  wrote: { fill: "var(--ink)", stroke: "var(--ink)" },
  joined: { fill: "var(--sheet)", stroke: "var(--ink)" },
  offline: { fill: "var(--sheet)", stroke: "var(--wait)", "stroke-dasharray": "2.5 2.5" },
};

/** From this many phones on the petals become narrower, so that they do not touch. */
const ROOMY = 10;

/**
 * The picture of one table. `seats`: a list of "wrote", "joined" and "offline", one per phone, in a fixed order.
 * `silent`: nobody wrote for a while; the label must say that too.
 */
export function tableSeats({ number, seats, silent = false, label }) {
  const width = 12.5 * Math.min(1, ROOMY / Math.max(1, seats.length));
  const petals = seats.map((kind, k) =>
    el("path", { d: petalPath(43, width, 26), transform: `rotate(${(k * 360) / seats.length})`, "stroke-width": 1.6, ...SEAT[kind] }),
  );
  const heart = el("circle", { r: 21, fill: silent ? "var(--wait-wash)" : "var(--sheet)", stroke: "var(--ink)", "stroke-width": 1.6 });
  const name = el("text", { "text-anchor": "middle", dy: ".35em" }, [String(number)]);
  return picture({ x: -46, y: -48, width: 92, height: 96, label }, [heart, name, ...petals]);
}

/** The petal of the legend: what one kind of seat looks like. */
export function seatKey(kind) {
  const petal = el("path", { d: petalPath(17, 11), "stroke-width": 1.6, ...SEAT[kind] });
  return picture({ x: -6, y: -17, width: 12, height: 17 }, [petal]);
}
