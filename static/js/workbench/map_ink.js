/** The ink of the map: outlines as SVG, points on a canvas. Two thousand points are drawn anew in every frame of a
    movement; as elements of the page they would not keep up. */

import { petalOf } from "./petals.js";
import { outlinedNow, pathOf } from "./region.js";

const MANY = 4000;
const SVG = "http://www.w3.org/2000/svg";
const PETAL = new Path2D("M-1 0a1 1 0 0 0 2 0v-1h-1a1 1 0 0 0 -1 1Z");
const COLOURS = ["ink", "ink-2", "edge", "paper", "sheet", "focus", ..."abcdefgh"];

export class Ink {
  #canvas;
  #colours = null;

  constructor(canvas, svg) {
    this.#canvas = canvas;
    this.svg = svg;
    const fresh = () => (this.#colours = null);
    for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
      matchMedia(query).addEventListener("change", fresh);
    }
    new MutationObserver(fresh).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  }

  /** `points` are {x, y, position, state}: position null for what is in no theme; state "chosen", "open" or "". */
  dots(points, stage) {
    this.#colours ??= colours();
    const context = this.#fresh(stage);
    const size = sizeOf(points.length) * Math.min(1.8, Math.sqrt(Math.max(1, stage.zoom)));
    const seen = points.map((point) => [point, ...stage.at([point.x, point.y])]).filter(([, x, y]) => {
      return x > -20 && y > -20 && x < stage.width + 20 && y < stage.height + 20;
    });
    const mark = seen.length > MANY ? dot : petal;
    for (const [point, x, y] of seen) mark(context, x, y, size, this.#fill(point), this.#colours.ink);
    for (const [point, x, y] of seen) if (point.state) this.#ring(context, point, x, y, size);
  }

  #fill(point) {
    if (point.state === "chosen") return this.#colours.ink;
    return point.position ? this.#colours[petalOf(point.position)] : this.#colours.paper;
  }

  #ring(context, { state }, x, y, size) {
    context.setTransform(...pixels(), 0, 0);
    context.beginPath();
    context.arc(x, y, size + (state === "open" ? 9 : 4), 0, 2 * Math.PI);
    context.strokeStyle = this.#colours.ink;
    context.lineWidth = 2.5;
    context.stroke();
  }

  #fresh(stage) {
    const [ratio] = pixels();
    const [width, height] = [Math.round(stage.width * ratio), Math.round(stage.height * ratio)];
    if (this.#canvas.width !== width) this.#canvas.width = width;
    if (this.#canvas.height !== height) this.#canvas.height = height;
    const context = this.#canvas.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    return context;
  }

  outlines(regions, stage) {
    const wanted = regions.flatMap((region) => outlinedNow(region, stage).map((ring) => [region, ring]));
    while (this.svg.children.length < wanted.length) this.svg.append(document.createElementNS(SVG, "path"));
    while (this.svg.children.length > wanted.length) this.svg.lastChild.remove();
    wanted.forEach(([region, ring], place) => {
      const path = this.svg.children[place];
      path.setAttribute("d", pathOf(ring));
      path.setAttribute("class", region.position ? "besluit" : "voorstel");
    });
  }
}

function petal(context, x, y, size, fill, ink) {
  const [ratio] = pixels();
  context.setTransform(ratio * size, 0, 0, ratio * size, ratio * x, ratio * y);
  context.fillStyle = fill;
  context.fill(PETAL);
  context.lineWidth = 1.2 / size;
  context.strokeStyle = ink;
  context.stroke(PETAL);
}

/** Very many: a speck each. */
function dot(context, x, y, size, fill, ink) {
  context.setTransform(...pixels(), 0, 0);
  context.fillStyle = ink;
  context.fillRect(x - size / 2, y - size / 2, size, size);
  context.fillStyle = fill;
  context.fillRect(x - size / 2 + 1, y - size / 2 + 1, size - 2, size - 2);
}

function sizeOf(count) {
  if (count > MANY) return 4;
  return count > 1200 ? 4.5 : count > 300 ? 5.5 : 6.5;
}

function pixels() {
  const ratio = window.devicePixelRatio || 1;
  return [ratio, 0, 0, ratio];
}

function colours() {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(COLOURS.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}
