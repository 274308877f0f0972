/** Waiting for people: the code to scan and to type, large. */

import { make, only } from "./wall_parts.js";
import { counted, say } from "./wall_words.js";

export class JoinView {
  #main;
  #open = null;

  constructor(main) {
    this.#main = main;
  }

  draw(state) {
    const open = only(state, "workshop").state === "open";
    if (open !== this.#open) this.#main.replaceChildren(open ? this.#welcome() : this.#soon());
    this.#open = open;
    const joined = this.#main.querySelector(".mee");
    if (joined) {
      const count = only(state, "counts").participants ?? 0;
      joined.replaceChildren(make("b", {}, String(count)), ` ${counted("joined", count)}`);
    }
  }

  /** While people arrive, the spine says whose day it is. */
  aside(state) {
    const { title } = only(state, "workshop");
    const step = only(state, "step");
    const line = step.prompt ? `${step.title}. ${step.prompt}` : (step.title ?? "");
    return { title, line };
  }

  #welcome() {
    const { qr, address, code } = this.#main.dataset;
    const how = make("p", {}, say("join-how"), " ", make("b", { dir: "ltr" }, address), " ", say("join-type"));
    const shown = make("span", { "aria-hidden": "true" }, `${code.slice(0, 4)} ${code.slice(4)}`);
    const typed = make("p", { class: "code" }, shown, make("span", { class: "visually-hidden" }, [...code].join(" ")));
    const words = make("div", {}, make("h2", {}, say("join")), how, typed, make("p", { class: "mee num" }));
    return make("div", { class: "welkom" }, make("img", { class: "qr", src: qr, alt: say("qr"), width: 600, height: 600 }), words);
  }

  #soon() {
    return make("div", { class: "wall-leeg welkom-straks" }, make("h2", {}, say("join-soon")), make("p", {}, say("join-wait")));
  }
}
