/** What people do without writing: how much was sorted, and who said that something was meant otherwise. */

import { ofKind } from "../state.js";

export function answers({ words }) {
  const line = document.getElementById("antwoorden");
  return {
    show(state) {
      const [, sorted] = ofKind(state, "sorting")[0] ?? [];
      const [, meant] = ofKind(state, "meant")[0] ?? [];
      const said = [];
      if (sorted) said.push(words.say("sorted", { num: sorted.people, placed: sorted.placed, finished: sorted.finished }));
      if (meant && meant.yes + meant.no > 0) said.push(words.say("meant", { yes: meant.yes, no: meant.no }));
      line.hidden = said.length === 0;
      line.textContent = said.join(" ");
    },
  };
}
