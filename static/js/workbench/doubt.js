/** What a machine doubts about a proposal, beside the cards: what is still to sort, what bridges, what it looked at
    and could put nowhere. */

import { fill, slot, words, write } from "./parts.js";
import { rows, show } from "./rows.js";

const side = document.getElementById("loose-title").parentElement;

/** The mark on a card. */
export function dressMark(card, passage) {
  for (const doubt of ["sort", "nowhere"]) slot(card, `doubt-${doubt}`).hidden = passage.doubt !== doubt;
}

/** Whoever hears a card hears its marks after its words. What is hidden would be read as well, so only those that show
    are pointed to. */
export function describe(card) {
  const marks = ["alike", "tied", "doubt-sort", "doubt-nowhere"].map((name) => slot(card, name));
  const ids = marks.filter((mark) => !mark.hidden).map((mark) => mark.id).join(" ");
  const heard = card.querySelector("input.tik, a.tekst");
  if ((heard.getAttribute("aria-describedby") ?? "") === ids) return;
  if (ids) heard.setAttribute("aria-describedby", ids);
  else heard.removeAttribute("aria-describedby");
}

/** Beside a contribution: what the mark means. */
export function dressDoubt(el, passage) {
  for (const doubt of ["sort", "nowhere"]) show(el, `says-${doubt}`, passage.doubt === doubt);
  show(el, "says-bridges", passage.bridges);
}

/** Below the working title: a quote, the known theme that drew it, how well it holds together and what bridges. */
export function dressReasons(el, cluster, passages) {
  const quoted = cluster.members.includes(cluster.medoid) ? passages.get(cluster.medoid) : null;
  write(slot(show(el, "quote", Boolean(quoted)), "quote-text"), quoted?.text ?? "");
  write(slot(show(el, "known", Boolean(cluster.known)), "known-title"), cluster.known ?? "");
  const named = show(el, "as-known", Boolean(cluster.known));
  if (named) {
    named.value = cluster.known ?? "";
    write(slot(named, "as-known-word"), fill(words.adoptAs, { title: cluster.known ?? "" }));
    el.querySelector("input[name=title]").placeholder = cluster.known ?? "";
  }
  const percent = Math.max(0, Math.round(cluster.cohesion * 100));
  const meter = slot(el, "tie").querySelector(".meter");
  meter.setAttribute("aria-label", fill(words.cohesion, { percent }));
  [...meter.children].forEach((petal, place) => petal.classList.toggle("on", place < Math.round(percent / 20)));
  write(slot(el, "tie-words"), fill(words.cohesionMeans, { percent }));
  const bridging = cluster.bridging.map((id) => passages.get(id)).filter(Boolean);
  show(el, "bridging", bridging.length > 0);
  rows(slot(el, "bridging-list"), "bridge", "bridge-row", bridging, (row, passage) => write(slot(row, "text"), passage.text));
}

/** Above what is not placed: how much of it the machine looked at. */
export function drawLooked(model) {
  const loose = model.figures.loose;
  const nowhere = [...model.passages.values()].filter((each) => each.doubt === "nowhere" && each.theme === null && each.aside === null).length;
  const said = nowhere === 0 ? "" : fill(nowhere === loose ? words.lookedAll : words.lookedSome, { count: nowhere });
  const line = slot(side, "looked");
  line.hidden = !said;
  write(line, said);
}
