/** A picture that the server draws: asked for anew when what it shows changed, and put in place as a whole.

   Its words stay words of this page, in this page's type and colours. Until the next drawing is there, the last
   one stays, whatever the network does. */

/** Between two drawings, so that a busy hall does not ask for one at every contribution. */
const PAUSE_MS = 700;
const AGAIN_MS = 3000;

export class Picture {
  #place;
  #address;
  #onDrawn;
  #wanted = null;
  #drawn = null;
  #busy = false;
  #left = false;

  /** `place` is the element that holds it; `onDrawn(svg, before)` hears of each new drawing. */
  constructor(place, address, onDrawn = () => {}) {
    this.#place = place;
    this.#address = address;
    this.#onDrawn = onDrawn;
  }

  /** `key` changes when the picture does. */
  show(key) {
    this.#wanted = key;
    if (!this.#busy && this.#wanted !== this.#drawn) this.#load();
  }

  leave() {
    this.#left = true;
  }

  async #load() {
    this.#busy = true;
    const key = this.#wanted;
    const drawing = await fetched(this.#address);
    if (this.#left) return;
    if (drawing) {
      const before = this.#place.querySelector("svg");
      this.#place.replaceChildren(drawing);
      this.#onDrawn(drawing, before);
      this.#drawn = key;
    }
    setTimeout(() => this.#next(), drawing ? PAUSE_MS : AGAIN_MS);
  }

  #next() {
    this.#busy = false;
    if (!this.#left && this.#wanted !== this.#drawn) this.#load();
  }
}

/** The drawing at that address as an element of this page; null when it could not be had. */
function fetched(address) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    // The browser reads it as a document, so nothing here turns text into markup.
    request.responseType = "document";
    request.overrideMimeType("image/svg+xml");
    request.onload = () => {
      const root = request.status === 200 ? request.responseXML?.documentElement : null;
      resolve(root ? document.importNode(root, true) : null);
    };
    request.onerror = () => resolve(null);
    request.send();
  });
}

/** Where the wall finds that picture. */
export function addressOf(name, query = "") {
  const { secret } = document.querySelector("main").dataset;
  return `/wall/${encodeURIComponent(secret)}/pictures/${name}.svg${query}`;
}
