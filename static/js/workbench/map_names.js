/** The names on the map: a button per theme and proposal, laid so that none lies on another. One that finds no
    room is not seen until one comes closer, or until the tab key reaches it. */

import { arrange, clone, contributions, slot, words, write } from "./parts.js";
import { letterOf, petalOf } from "./petals.js";
import { outlinedNow } from "./region.js";

const LEAST_PX = 11;
const MOST_PX = 26;
const BESIDE_PX = 6;

export class Names {
  #names = new Map();

  constructor(place) {
    this.place = place;
  }

  /** One name per region, in the order in which the tab key walks. */
  dress(regions) {
    const wanted = regions.map((region) => {
      let name = this.#names.get(region.key);
      if (!name) {
        name = { button: clone("map-name"), text: "" };
        name.button.dataset.region = region.key;
        this.#names.set(region.key, name);
      }
      this.#write(name, region);
      return name.button;
    });
    const keys = new Set(regions.map((region) => region.key));
    for (const key of this.#names.keys()) if (!keys.has(key)) this.#names.delete(key);
    arrange(this.place, wanted);
    for (const name of this.#names.values()) {
      name.size ??= [name.button.offsetWidth, name.button.offsetHeight];
    }
  }

  button(key) {
    return this.#names.get(key)?.button;
  }

  /** Where each stands as one looks now; those with most support first. */
  lay(regions, stage) {
    const taken = [];
    for (const region of [...regions].sort((one, other) => other.support - one.support)) {
      const { button, size } = this.#names.get(region.key);
      const ring = outlinedNow(region, stage)[0];
      const spot = ring && candidates(ring, size).find((each) => fits(each, size, taken, stage));
      const [x, y] = spot ?? (ring ? candidates(ring, size)[0] : [0, 0]);
      if (spot) taken.push([...spot, ...size]);
      button.classList.toggle("weg", !spot);
      button.style.setProperty("transform", `translate(${Math.round(x)}px, ${Math.round(y)}px)`);
    }
  }

  #write(name, region) {
    const text = JSON.stringify([region.title, region.support, region.position, region.spots.length]);
    if (text === name.text) return;
    name.text = text;
    name.size = null;
    const { button } = name;
    const mark = slot(button, "mark");
    mark.hidden = !region.position;
    if (region.position) {
      mark.dataset.p = petalOf(region.position);
      write(mark, letterOf(region.position));
      const half = Math.min(MOST_PX, Math.max(LEAST_PX, 4 * Math.sqrt(region.support)));
      mark.style.setProperty("--maat", `${Math.round(2 * half)}px`);
    }
    button.classList.toggle("voorstel", !region.position);
    write(slot(button, "title"), region.title);
    write(slot(button, "count"), region.support);
    write(slot(button, "kind"), region.position ? "" : words.mapProposal);
    write(slot(button, "said"), contributions(region.support));
  }
}

/** Above, below, at both sides of the outline, and in its middle. */
function candidates(ring, [width, height]) {
  const xs = ring.map(([x]) => x);
  const ys = ring.map(([, y]) => y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const [centre, half] = [(left + right - width) / 2, (top + bottom - height) / 2];
  const beside = [[right + BESIDE_PX, half], [left - width - BESIDE_PX, half]];
  return [[centre, top - height - BESIDE_PX], [centre, bottom + BESIDE_PX], ...beside, [centre, half]];
}

function fits([x, y], [width, height], taken, stage) {
  if (x < 2 || y < 2 || x + width > stage.width - 2 || y + height > stage.height - 2) return false;
  return taken.every(([a, b, wide, high]) => x + width + 4 < a || a + wide + 4 < x || y + height + 2 < b || b + high + 2 < y);
}
