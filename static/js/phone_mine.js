/** What I wrote: what waits on this phone and what the server has, each with how far it came. */

import { dropDraft, loadDraft, saveDraft } from "./drafts.js";
import { titleOf } from "./phone_kinds.js";
import { copyOf, here, setState, slot, text, urlFor, word } from "./phone_dom.js";

/** What lies at a table is rewritten where it lies. */
const AT_TABLES = new Set(["petal", "finding"]);

/** The rows of the list, newest first. own: [[id, item]]; entries: what waits in the outbox; sent: what the
    server took but did not tell about yet; stepId: the step that is open now (0 when none). */
export function rowsOfMine({ own, entries, sent, stepId }) {
  const known = new Set(own.map(([, item]) => item.key));
  const fresh = [...sent, ...entries].filter((entry) => entry.place.what === "new" && !known.has(entry.key));
  const rows = own.map(([id, item]) => ownRow(id, item, pendingOf(id, entries, sent), stepId));
  return [
    ...fresh.map(entryRow).sort((one, other) => other.at - one.at),
    ...rows.sort((one, other) => other.id - one.id),
  ];
}

function pendingOf(id, entries, sent) {
  const acts = new Set(["correct", "withdraw", "put-back"]);
  return [...sent, ...entries].filter(({ place }) => place.id === id && acts.has(place.what)).at(-1);
}

function entryRow(entry) {
  const title = titleOf(entry);
  const row = { name: `k${entry.key}`, key: entry.key, at: entry.at, title, parts: [], placed: [], hearts: 0, gone: false };
  if (entry.state === "refused") return { ...row, ...refusedWay(entry) };
  if (entry.state === "sent") return { ...row, way: { n: 2, word: word("sent"), glyph: "check", kind: "" }, acts: [] };
  const way = { n: 1, word: word("onPhone"), glyph: "smartphone", kind: "wait" };
  return { ...row, way, note: word("byItself"), acts: [] };
}

function refusedWay(entry) {
  const sentences = Object.values(entry.errors ?? {}).flat();
  const note = sentences.length ? sentences.join(" ") : entry.message;
  const way = { n: 1, word: word("refused"), glyph: "circle-alert", kind: "bad" };
  return { way, note, acts: ["edit", "retry", "discard"] };
}

/** What the person just did shows as waiting until the server has it: nothing is said to be gone before it is. */
function ownRow(id, item, pending, stepId) {
  const withdrawn = item.state === "withdrawn";
  const row = { name: `c${id}`, id, title: item.text, hearts: item.hearts, parts: item.parts, placed: item.placed, gone: withdrawn };
  const acts = item.exercise !== stepId ? [] : withdrawn ? ["put-back"] : AT_TABLES.has(item.kind) ? ["withdraw"] : ["edit", "withdraw"];
  if (!pending) return { ...row, way: wayOf(item), note: item.hidden_reason ?? "", acts };
  if (pending.state === "refused") return { ...row, key: pending.key, ...refusedWay(pending) };
  const title = pending.place.what === "correct" ? entryRow(pending).title : item.text;
  if (pending.state !== "sent") {
    const way = { n: 1, word: word("onPhone"), glyph: "smartphone", kind: "wait" };
    return { ...row, title, way, note: word("changeOnPhone"), acts: withdrawn ? [] : acts };
  }
  const way = { n: 2, word: word("sent"), glyph: "check", kind: "" };
  return { ...row, title, way, gone: pending.place.what === "withdraw", acts: [] };
}

/** How far something came that the server has: 2 sent, 3 on the screen, 4 in a theme. */
function wayOf(item) {
  const placed = [item.theme, ...item.parts.map((part) => part.place)].filter(Boolean);
  const themes = [...new Set(placed.map((place) => place.title))];
  if (item.state === "hidden") return { n: 2, word: word("hidden"), glyph: "eye-off", kind: "wait" };
  if (item.state === "waiting") return { n: 2, word: word("waiting"), glyph: "check", kind: "" };
  if (item.state === "private") return { n: 2, word: word("private"), glyph: "lock", kind: "still" };
  if (item.state === "replaced") return { n: 2, word: word("replaced"), glyph: "users", kind: "still" };
  if (themes.length === 1) return { n: 4, word: word("inTheme", { title: themes[0] }), glyph: "layers", kind: "" };
  if (themes.length) return { n: 4, word: word("inThemes", { count: themes.length }), glyph: "layers", kind: "" };
  if (AT_TABLES.has(item.kind)) return { n: 3, word: word("atTable"), glyph: "users", kind: "" };
  return { n: 3, word: word("shown"), glyph: "monitor", kind: "" };
}

/** Draws the rows into `list`. What did not change stays the same element, so that focus stays where it is. */
export function drawMine(list, rows, closed) {
  const old = new Map([...list.children].map((article) => [article.id, article]));
  const articles = rows.map((row) => {
    const signature = JSON.stringify([row, closed]);
    const known = old.get(row.name);
    if (known?.dataset.drawn === signature) return known;
    const article = draw(row, closed);
    article.dataset.drawn = signature;
    return article;
  });
  const focused = list.contains(document.activeElement) ? document.activeElement : null;
  const where = focused?.closest("article")?.id;
  if (articles.length !== list.children.length || articles.some((each, place) => each !== list.children[place])) {
    list.replaceChildren(...articles);
  }
  if (focused && !focused.isConnected) refocus(list, where);
}

function refocus(list, where) {
  const article = document.getElementById(where);
  const target = article?.querySelector("a[data-act], button") ?? list.closest("section").querySelector("h1");
  target.focus({ preventScroll: true });
}

function draw(row, closed) {
  const article = copyOf("said");
  article.id = row.name;
  if (row.id) article.dataset.id = row.id;
  if (row.key) article.dataset.key = row.key;
  article.classList.toggle("weggehaald", row.gone);
  if (row.gone) {
    slot("there", article).remove();
    text("gone-text", row.title, article);
  } else {
    slot("gone", article).remove();
    fill(article, row, closed);
  }
  for (const act of article.querySelectorAll("[data-act]")) {
    if (!row.acts.includes(act.dataset.act)) act.remove();
    else if (act.tagName === "FORM") act.action = urlFor(act.dataset.act, row.id);
    else if (act.tagName === "A" && row.id) act.href = urlFor("correct", row.id);
  }
  if (!row.acts.length) slot("acts", article)?.remove();
  return article;
}

function fill(article, row, closed) {
  text("text", row.title, article);
  article.querySelector(".weg").dataset.n = row.way.n;
  setState(slot("way", article), row.way);
  const hearts = slot("hearts", article);
  if (row.hearts) hearts.lastElementChild.textContent = row.hearts;
  else hearts.remove();
  if (row.note) text("note", row.note, article);
  else slot("note", article).remove();
  slot("own-places", article).replaceChildren(...row.placed.map(drawPlaced));
  const parts = slot("parts", article);
  if (row.parts.length) parts.replaceChildren(...row.parts.map((part) => drawPart(part, closed)));
  else parts.remove();
}

function drawPart(part, closed) {
  const line = copyOf("part");
  line.classList.toggle("geplaatst", Boolean(part.place));
  text("kind", word(part.kind), line);
  text("text", part.text, line);
  text("place", placeOf(part, closed), line);
  line.append(...part.placed.map(drawPlaced));
  return line;
}

/** Where it stands, and the way to say that this is not what was meant. */
function drawPlaced(place) {
  const part = copyOf("placed");
  text("meant-place", word("placed", { title: place.title }), part);
  const objected = place.meant === "no";
  slot("objected", part).hidden = !objected;
  if (objected) slot("objected", part).lastElementChild.textContent = word("objected", { why: place.why });
  part.querySelector("details").hidden = objected;
  const form = part.querySelector("form");
  form.action = urlFor("meant", place.passage);
  form.dataset.meant = `${place.passage}-${place.theme}`;
  form.elements.theme.value = place.theme;
  keepWhy(form, objected);
  return part;
}

/** What is being written stays, also when the list is drawn anew. */
function keepWhy(form, objected) {
  const draft = `${here.participant}:meant:${form.dataset.meant}`;
  const why = form.elements.why;
  if (objected) dropDraft(draft);
  why.value = loadDraft(draft)?.fields?.[0]?.[1] ?? "";
  form.closest("details").open = why.value !== "";
  why.addEventListener("input", () => saveDraft(draft, { fields: [["why", why.value]] }));
}

function placeOf({ place, kind, aside }, closed) {
  if (!place && aside) return word("notUsed", { reason: aside });
  if (!place) return closed && kind !== "obstacle" ? word("notPlaced") : "";
  const where = word("placed", { title: place.title });
  const ranked = place.rank ? `${where}, ${word("rank", { rank: place.rank })}` : where;
  return place.key_group ? `${ranked} · ${place.key_group}` : ranked;
}

/** What somebody reads on this phone under that id; used to make up the fields of a form. */
export function leverNames(keys) {
  return keys.map((key) => here.levers[key]).filter(Boolean);
}
