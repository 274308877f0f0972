/** The lotus on the wall: of one table, or the whole hall as a flower of flowers. */

import { HallOfLotuses } from "./wall_lotus_hall.js";
import { OneLotus } from "./wall_lotus_one.js";
import { isPrivate, leaves, shown } from "./wall_lotus_state.js";
import { nothingYet } from "./wall_parts.js";
import { numbered } from "./wall_spine.js";
import { say } from "./wall_words.js";

export class LotusView {
  #main;
  #scene = null;
  #name = null;

  constructor(main) {
    this.#main = main;
    main.replaceChildren();
  }

  draw(state) {
    const { one, lotuses } = shown(state);
    if (lotuses.length === 0) {
      this.#set("none");
      this.#main.replaceChildren(nothingYet(say("no-lotus")));
    } else if (one || lotuses.every(isPrivate)) {
      // While everybody writes for themselves there is only the empty flower, and what happens.
      const named = one
        ? { ...one, name: say("lotus-of", one), mark: String(one.number) }
        : { ...lotuses[0], name: say("lotus-all"), mark: say("lotus-everyone") };
      this.#set(named.name, () => new OneLotus(this.#main));
      this.#scene.draw(named);
    } else {
      this.#set("hall", () => new HallOfLotuses(this.#main));
      this.#scene.draw(lotuses);
    }
  }

  /** What the spine says beside it. */
  aside(state) {
    const { one, lotuses } = shown(state);
    if (lotuses.length === 0) return {};
    if (one) {
      const counts = [numbered("lotus-writing", one.writing), [leaves(one), say("lotus-leaves")]];
      return { title: `${one.question}\n${say("lotus-table", one)}`, line: "", counts };
    }
    const writing = lotuses.reduce((sum, each) => sum + each.writing, 0);
    const reasons = lotuses.reduce((sum, { words }) => sum + words.size, 0);
    const counts = [numbered("lotus-writing", writing), numbered("lotus-reasons", reasons)];
    return { title: lotuses[0].question, line: say("lotus-all"), counts };
  }

  leave() {
    this.#set(null);
  }

  #set(name, make = () => null) {
    if (name === this.#name) return;
    this.#scene?.leave?.();
    this.#main.className = "";
    this.#name = name;
    this.#scene = make();
  }
}
