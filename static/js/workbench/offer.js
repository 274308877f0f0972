/** A finished proposal that waits beside the one on the table: what it would change, and the choice. */

import { post } from "./acts.js";
import { here, slot, words, write } from "./parts.js";

const place = slot(document, "offered");
let shown = null;

/** The forms that put the offered proposal on the table, leave it aside, or make one once more. */
export function letChoose() {
  for (const name of ["take", "leave", "repeat"]) {
    document.querySelector(`[data-run-act=${name}]`)?.addEventListener("submit", (event) => {
      event.preventDefault();
      post(`runs/${event.target.dataset.run}/${name}`, []);
    });
  }
}

/** Draws whether a proposal waits, and says once what it would change. */
export function drawOffer(run) {
  const offered = run?.state === "offered";
  place.hidden = !offered;
  for (const form of document.querySelectorAll("[data-run-act]")) form.dataset.run = run?.run ?? "";
  const again = document.querySelector("[data-run-act=repeat]");
  if (again) again.hidden = run?.state !== "done" || Boolean(run.parameters.cut_of) || !run.parameters.fingerprint;
  if (!offered) return;
  write(slot(place, "offered-words"), words.offers[run.message] ?? words.offers.new);
  slot(place, "offered-wording").hidden = !run.parameters.fallback;
  if (shown !== run.run) {
    shown = run.run;
    tellDifference(run.run);
  }
}

async function tellDifference(id) {
  try {
    const answer = await fetch(`${here}/runs/${id}/preview`, { headers: { Accept: "application/json" } });
    const found = await answer.json();
    if (found.ok && shown === id) write(slot(place, "offered-difference"), found.words);
  } catch {
    // The choice stands without the figures; the next look at the page brings them.
  }
}
