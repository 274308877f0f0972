/** The workbench: listens to the news of its audience and hands it to board, panel and run. */

import { say } from "../controls.js";
import { connect } from "../wire.js";
import { DONE, act, isOwn, tell, toldAt } from "./acts.js";
import { Board } from "./board.js";
import { offered } from "./blocks.js";
import { drawChosen, letActOnChosen } from "./chosen.js";
import { Company } from "./company.js";
import { drawLooked } from "./doubt.js";
import { letDrag } from "./drag.js";
import { listenToKeys } from "./keys.js";
import { drawLens, lensNow, listenToLens } from "./lens.js";
import { ThemeMap } from "./map.js";
import { boardOf, isOn, isUnsharp } from "./model.js";
import { Choice } from "./move.js";
import { Panel } from "./panel.js";
import { fill, here, may, slot, words, write } from "./parts.js";
import { letRank } from "./rank_drag.js";
import { drawRun, letPropose } from "./run.js";
import { onlyTouched, sawNow, settled } from "./seen.js";
import { drawSuggestions, letSuggest } from "./suggestions.js";
import { ThemeChoice } from "./theme_choice.js";
import { drawUnused } from "./unused.js";
import { Views } from "./views.js";
import { drawWays } from "./ways.js";

const OTHERS_MS = 10000;
/** News can be faster than the answer to the act that made it. */
const ANSWER_MS = 2500;
/** What an own act brought is read out first, before anything is said of others. */
const OWN_MS = 5000;
/** These say of each field what it held when it was looked at. */
const SEEN = ["change", "rename-group"];
/** What was written in the fields of these acts is said; the fields are for the next. */
const RESETS = ["make", "make-group", "note", "dissent", "aside"];
const tools = document.getElementById("tools");
const board = new Board();
const panel = new Panel();
const map = new ThemeMap();
const company = new Company(tools.dataset.me, board);
const choice = may ? new Choice(board) : null;
const themeChoice = may ? new ThemeChoice(board) : null;
new Views(board, map);
let state = null;
let model = null;
let othersAt = -Infinity;

function draw() {
  const before = model;
  const lens = lensNow();
  model = boardOf(state, lens);
  board.draw(model, lens);
  drawLens(model.figures);
  panel.draw(model);
  map.draw(model);
  choice?.draw();
  themeChoice?.draw();
  if (choice) drawChosen(choice, model);
  drawUnused(model);
  drawLooked(model);
  drawSuggestions(model, board);
  drawWays(model);
  drawRun(model, before);
  write(slot(tools, "figures"), fill(words.figures, model.figures));
  drawUnsharp(model.themes.filter((theme) => isUnsharp(theme, words.advice)).length);
  drawPairs(model.pairs.length);
  slot(document, "empty").hidden = model.themes.length + model.proposals.length > 0;
  if (may) for (const way of ["undo", "redo"]) drawBack(way);
}

function drawUnsharp(count) {
  slot(tools, "unsharp-count").hidden = count === 0;
  write(slot(tools, "unsharp-word"), count === 1 ? words.unsharpOne : fill(words.unsharp, { count }));
}

function drawPairs(count) {
  slot(tools, "pairs-link").hidden = count === 0;
  write(slot(tools, "pairs-word"), count === 1 ? words.onePair : fill(words.pairs, { count }));
}

/** Online only counts once the board is what the server knows. */
function drawConnection(now) {
  const connection = document.getElementById("connection");
  const online = now === "online" && model !== null;
  const away = ["offline", "ended"].includes(now);
  connection.classList.toggle("still", !online && !away);
  connection.classList.toggle("wait", away);
  connection.querySelector(".dot").classList.toggle("off", !online);
  write(slot(connection, "word"), online ? words.online : away ? words.away : words.connecting);
}

function drawBack(way) {
  const button = slot(tools, way);
  const last = model.analysis.people[tools.dataset.me]?.[way];
  button.disabled = !last;
  button.form.elements.seen_change.value = last?.change ?? "";
  button.setAttribute("aria-label", fill(words[way], { act: last ? words.acts[last.verb] : "–" }));
}

function hear(next, { verbs, whole }) {
  const since = state?.revision;
  state = next;
  draw();
  drawConnection(wire.connection);
  if (whole) return;
  const acted = verbs.some(({ verb }) => !verb.startsWith("run."));
  if (acted) panel.stale();
  if (acted) setTimeout(() => greet(since, next.revision), ANSWER_MS);
}

/** Says, now and then, that somebody else works here too. */
function greet(since, revision) {
  const now = performance.now();
  if (isOwn(since, revision) || now - othersAt < OTHERS_MS) return;
  const wait = toldAt() + OWN_MS - now;
  if (wait > 0) {
    setTimeout(() => greet(since, revision), wait);
    return;
  }
  othersAt = now;
  // Not `tell`: why something was refused stays to be seen.
  say(words.others);
}

async function take(form, submitter) {
  const name = submitter?.dataset.act ?? form.dataset.act;
  const fields = new FormData(form, submitter);
  fields.delete("csrf_token");
  onlyShown(form, name, fields);
  onlyTouched(fields);
  form.dataset.sent = "yes";
  const written = writtenIn(form);
  const title = slot(form.closest("[data-panel]") ?? form, "heading")?.textContent ?? "";
  const answer = await act(name, fields, DONE[name], ({ now }) => missed(form, fields, title, now));
  if (!answer) return delete form.dataset.sent;
  if (form.dataset.act !== "adopt") delete form.dataset.sent;
  if (SEEN.includes(name) && !form.closest("[data-slot=naming]")) settled(form, fields);
  if (name === "merge") panel.show("theme", answer.theme);
  // Whoever types the next already goes on.
  if (writtenIn(form) !== written) return undefined;
  if (form.closest("[data-slot=naming]") || (RESETS.includes(name) && !form.elements.note_id)) form.reset();
  if (["adopt", "merge", "make", "split"].includes(name)) board.focusSoon(`theme:${answer.theme}`);
  return undefined;
}

/** What somebody wrote in the fields of that form. */
function writtenIn(form) {
  return [...form.querySelectorAll("input:not([type=hidden]), textarea")].map((field) => field.value).join("\n");
}

/** Somebody was faster. The words stay in their fields; where the form is gone with what it was about, they are
    told back. Answers whether that was told. */
function missed(form, fields, title, now) {
  if (now) sawNow(form, now);
  const typed = ["title", "description"].map((each) => fields.get(each)).filter(Boolean);
  if (form.isConnected || !typed.length) return false;
  tell(fill(words.lost, { title, typed: typed.join(" / ") }), { seen: true });
  return true;
}

/** Under a lens, taking over takes what is shown and nothing else; nothing at all when it shows nothing. */
function onlyShown(form, name, fields) {
  const whole = ["adopt", "adopt-all"].includes(name) && !form.closest("[data-panel]");
  if (!whole) return;
  for (const each of ["passage", "shown"]) fields.delete(each);
  if (!isOn(lensNow())) return;
  fields.append("shown", "yes");
  const cluster = Number(fields.get("cluster_id"));
  const all = [...model.proposals, ...model.themes.map((theme) => theme.additions).filter(Boolean)];
  const shown = name === "adopt" ? (all.find((each) => each.id === cluster)?.shown.map((each) => each.id) ?? []) : offered(model);
  for (const id of shown) fields.append("passage", id);
}

function askDissolve(form) {
  const dialog = document.getElementById("dissolve");
  const theme = model.themes.find((each) => String(each.id) === form.elements.theme_id.value);
  if (!theme) return;
  write(slot(dialog, "what"), theme.title);
  slot(dialog, "yes").onclick = () => {
    dialog.close();
    take(form, null);
  };
  dialog.showModal();
}

function listen() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-sort]")) event.preventDefault();
    if (!form.dataset.act) return;
    event.preventDefault();
    if (form.dataset.act === "dissolve") askDissolve(form);
    else take(form, event.submitter);
  });
  listenToLens(() => state && draw());
  document.addEventListener("click", (event) => beside(event));
}

function beside(event) {
  const link = event.target.closest?.("a[data-show], a[data-slot=edit], li > a.tekst");
  if (!link || event.defaultPrevented) return;
  event.preventDefault();
  const theme = link.closest("section[data-theme]");
  const passage = link.closest("[data-passage]");
  if (passage) panel.show("passage", Number(passage.dataset.passage));
  else if (theme) panel.show("theme", Number(theme.dataset.theme), { focus: true });
  else if (link.dataset.show === "choice") panel.show("nothing");
  else panel.show(link.dataset.show, null, { focus: true });
}

/** The map shows what is chosen and what stands beside it, and opens both. */
function letMap() {
  map.isOpen = (id) => panel.passage === id;
  map.onOpen = (id) => panel.show("passage", id);
  map.onRegion = (key) => {
    const [kind, id] = key.split(":");
    if (kind === "theme") panel.show("theme", Number(id), { focus: true });
    else board.focusSoon(key);
  };
  panel.onShow = ({ kind, id }) => {
    map.again();
    company.open(id ? `${kind}:${id}` : null);
  };
  if (!choice) return;
  map.isChosen = (id) => choice.has(id);
  map.onChoose = (id) => id && choice.choose(id, !choice.has(id));
  choice.sees = (id) => map.sees(id);
  choice.onChange = () => {
    map.again();
    if (model) drawChosen(choice, model);
  };
}

function back(way) {
  const button = slot(tools, way);
  if (!button.disabled) button.form.requestSubmit(button);
}

listen();
letMap();
letPropose();
listenToKeys(choice, may ? { undo: () => back("undo"), redo: () => back("redo") } : { undo() {}, redo() {} });
if (choice) {
  letDrag(choice);
  letActOnChosen(choice, board);
  letSuggest(choice);
  letRank(panel.place);
  choice.onLook = (id) => !panel.dirty && panel.show("passage", id);
  panel.onLost = (title, typed) => tell(fill(words.lost, { title, typed }), { seen: true });
  panel.place.addEventListener("click", (event) => {
    if (event.target.closest("[data-slot=move]")) choice.ask({ ids: [panel.passage] });
    if (event.target.closest("[data-slot=choose-all]")) choice.chooseAll(`theme:${panel.theme}`);
  });
  board.onOrphan = (text) => {
    const field = document.getElementById("new-theme");
    if (!field.value) field.value = text;
  };
}

const wire = connect();
wire.onConnection(drawConnection);
company.join(wire, tools.dataset.audience);
wire.watch(tools.dataset.audience, { onState: hear, onRefused: () => location.reload() });
wire.onGoodbye(({ why }) => ["signed-out", "removed"].includes(why) && location.assign(here));
