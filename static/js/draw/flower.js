/** The flower: a petal, and the lotus seen from above. Pure functions from numbers to SVG elements. */

import { el } from "./svg.js";

const hundredths = (value) => Math.round(value * 100) / 100;

/**
 * The outline of one petal along the y axis, as path data: base at 0, tip at -`length`, widest (`width`) at 55 % of
 * the way, an ogee tip. `base` lets it start away from 0.
 */
export function petalPath(length, width, base = 0) {
  const y = (part) => hundredths(-(base + (length - base) * part));
  const half = width / 2;
  const [wide, near, tip] = [half, half * 0.55, half * 0.3].map(hundredths);
  return (
    `M0 ${y(0)}C${-near} ${y(0.1)} ${-wide} ${y(0.3)} ${-wide} ${y(0.55)}` +
    `C${-wide} ${y(0.8)} ${-tip} ${y(0.9)} 0 ${y(1)}` +
    `C${tip} ${y(0.9)} ${wide} ${y(0.8)} ${wide} ${y(0.55)}` +
    `C${wide} ${y(0.3)} ${near} ${y(0.1)} 0 ${y(0)}Z`
  );
}

/**
 * The lotus from above, centred on (0, 0): a heart, eight petals clockwise from twelve o'clock, and behind each its
 * eight leaves. `petals`: eight of `{letter: "a".."h", title: string, filled: boolean[8]}`; one without a title is open.
 * `heart`: the lines in the middle. `bare`: small, without letters and seeds.
 */
export function flower(petals, { radius = 480, line = 3, heart = [], bare = false } = {}) {
  const rings = { back: [[], []], middle: [[], []], front: [[], []] };
  petals.forEach((petal, place) => {
    petal.filled.forEach((filled, k) => {
      const ring = k % 2 === 0 ? rings.back : rings.middle;
      ring[(k >> 1) % 2].push(outerLeaf(petal, place, k, filled, { radius, line }));
    });
    rings.front[place % 2].push(innerPetal(petal, place, { radius, line, bare }));
  });
  // Inside each ring the even ones lie under the odd ones, as in a real bud.
  const layers = Object.values(rings).flat(2);
  const centre = el("circle", { r: radius * 0.262, fill: "var(--paper)", stroke: "var(--ink)", "stroke-width": line });
  const seeds = bare ? [] : petals.map((petal, place) => seed(petal, place, { radius, line }));
  return el("g", {}, [...layers, centre, ...seeds, ...heartLines(heart, radius)]);
}

/** Leaf `k` (0-7) behind a petal: even ones long, odd ones short, all 64 of them 5.625 degrees apart. */
function outerLeaf({ letter }, place, k, filled, { radius, line }) {
  const long = k % 2 === 0;
  const shape = petalPath(long ? radius : radius * 0.865, radius * (long ? 0.158 : 0.15), radius * 0.36);
  return el("path", {
    d: shape,
    transform: `rotate(${place * 45 - 16.875 + k * 5.625})`,
    fill: filled ? `var(--${letter})` : "var(--paper)",
    stroke: filled ? "var(--ink)" : "var(--edge)",
    "stroke-width": filled ? line : line * 0.6,
    "stroke-linejoin": "round",
  });
}

/** One of the eight petals, with three veins and its letter upright. */
function innerPetal({ letter, title }, place, { radius, line, bare }) {
  const colour = title ? `var(--${letter})` : "var(--paper)";
  const ink = title ? `var(--on-${letter})` : "var(--ink)";
  const shape = el("path", {
    d: petalPath(radius * 0.7, radius * 0.4, radius * 0.12),
    fill: colour,
    stroke: "var(--ink)",
    "stroke-width": line,
    "stroke-linejoin": "round",
  });
  const parts = [shape, ...(title ? veins(letter, radius, line) : [])];
  if (!bare) {
    const upright = `translate(0 ${hundredths(-radius * 0.43)}) rotate(${-place * 45})`;
    const outline = { stroke: colour, "stroke-width": radius * 0.03, "paint-order": "stroke" };
    const word = el("text", { class: "letter", "text-anchor": "middle", dy: ".36em", fill: ink, ...outline }, [letter.toUpperCase()]);
    parts.push(el("g", { transform: upright }, [word]));
  }
  return el("g", { transform: `rotate(${place * 45})` }, parts);
}

function veins(letter, radius, line) {
  return [-0.5, 0, 0.5].map((side) => {
    const [bend, tip] = [side * radius * 0.26, side * radius * 0.07].map(hundredths);
    const top = hundredths(-radius * (0.66 - Math.abs(side) * 0.06));
    const d = `M0 ${hundredths(-radius * 0.3)}Q${bend} ${hundredths(-radius * 0.46)} ${tip} ${top}`;
    return el("path", { d, fill: "none", stroke: `var(--on-${letter})`, "stroke-opacity": 0.38, "stroke-width": line * 0.5 });
  });
}

/** A dot on the heart, filled when its petal has a name. */
function seed({ title }, place, { radius, line }) {
  const turn = (place * Math.PI) / 4;
  return el("circle", {
    cx: Math.sin(turn) * radius * 0.235,
    cy: -Math.cos(turn) * radius * 0.235,
    r: radius * 0.014,
    fill: title ? "var(--ink)" : "var(--paper)",
    stroke: "var(--ink)",
    "stroke-width": line * 0.6,
  });
}

function heartLines(lines, radius) {
  const y = (n) => (n - (lines.length - 1) / 2) * radius * 0.1;
  return lines.map((text, n) => el("text", { class: "hart", "text-anchor": "middle", y: y(n), dy: ".34em" }, [text]));
}
