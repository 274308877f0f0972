/** The lens: what is looked at. It stands in the address, so that a colleague who is sent the link sees the same. */

import { say } from "../controls.js";
import { isOn } from "./model.js";
import { fill, slot, words, write } from "./parts.js";

const SAY_MS = 800;
const form = document.querySelector("form.lens");
const menu = form.querySelector("details");
let saying = null;

/** The lens as the form has it: the name of each part to its value, empty for all. */
export function lensNow() {
  const said = new FormData(form);
  const lens = {};
  for (const field of parts()) lens[field.name] = (said.get(field.name) ?? "").trim();
  return lens;
}

/** The fields of the lens; a hidden one only keeps the view for a page without script. */
function parts() {
  return [...form.elements].filter((field) => field.name && field.type !== "hidden");
}

/** Calls `changed` whenever another part is looked at. */
export function listenToLens(changed) {
  const turned = () => {
    keep(lensNow());
    changed();
    clearTimeout(saying);
    // Once, after the last letter: not a sentence for each.
    saying = setTimeout(() => say(slot(form, "seen").textContent || words.wholeSeen), SAY_MS);
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", turned);
  slot(form, "whole").addEventListener("click", (event) => {
    event.preventDefault();
    for (const field of parts()) {
      if (field.type === "checkbox") field.checked = false;
      else field.value = "";
    }
    menu.open = false;
    (menu.checkVisibility() ? menu.firstElementChild : form.elements.q).focus();
    turned();
  });
}

/** How many of how many are looked at, and through what. */
export function drawLens(figures) {
  const lens = lensNow();
  const on = isOn(lens);
  const seen = slot(form, "seen");
  seen.hidden = !on;
  write(seen, on ? fill(words.seen, { shown: figures.shown, count: figures.all }) : "");
  slot(form, "whole").hidden = !on;
  const chosen = [...menu.querySelectorAll("[data-part]")].filter((part) => lens[part.dataset.part]);
  write(slot(form, "parts"), chosen.length ? `: ${chosen.map((part) => part.dataset.word).join(", ")}` : "");
}

/** Other parts of the address stay: what stands beside the board is no part of the lens. */
function keep(lens) {
  const address = new URL(location.href);
  for (const [name, value] of Object.entries(lens)) {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  history.replaceState(history.state, "", address);
}
