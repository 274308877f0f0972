/** What stands beside a theme or a contribution: notes, objections, examples, what says the same. */

import { fill, offer, slot, words, write } from "../parts.js";
import { dressDoubt } from "../doubt.js";
import { offerChoice, rows, show, writeTime } from "../rows.js";

const me = Number(document.getElementById("tools").dataset.me);

/** The sections of a theme. */
export function dressThemeBeside(el, theme, model) {
  write(slot(el, "evidence"), evidenceOf(theme.evidence));
  for (const [name, id] of [["example", theme.example], ["counter-example", theme.counter_example]]) {
    const held = model.passages.get(id);
    write(slot(show(el, name, Boolean(held)), "text"), held?.text ?? "");
  }
  dressNotes(el, model.notes.filter((note) => note.theme === theme.id));
  dressDissents(el, model.dissents.filter((each) => each.theme === theme.id));
}

/** The sections of a contribution. */
export function dressPassageBeside(el, passage, model) {
  dressState(el, passage, model);
  dressPairs(el, "alike", passage, alikeOf(passage, model));
  dressPairs(el, "linked", passage, present(passage.twins, model));
  dressPairs(el, "apart", passage, present(passage.apart, model));
  dressHomes(el, passage, model);
  show(el, "join", !passage.range.whole);
  offerChoice(slot(el, "all-themes"), model.themes.map((theme) => [theme.id, theme.title]), passage.theme);
  dressNotes(el, model.notes.filter((note) => note.passage === passage.id));
  dressDissents(el, model.dissents.filter((each) => each.passage === passage.id));
  const where = slot(el, "objecting")?.querySelector("[name=theme_id]");
  if (where) where.value = passage.theme ?? "";
  show(el, "objecting", passage.theme !== null);
}

function dressState(el, passage, model) {
  write(slot(show(el, "aside", passage.aside !== null), "reason"), passage.aside ?? "");
  show(el, "set-aside", passage.aside === null);
  show(el, "stale", passage.range.stale);
  dressDoubt(el, passage);
  const held = proposalOf(passage.id, model);
  const adopting = show(el, "in-proposal", Boolean(held));
  if (adopting) adopting.querySelector("[name=cluster_id]").value = held?.id ?? "";
}

/** The proposal that holds the passage, its own or what it would add to a theme. */
export function proposalOf(id, model) {
  const all = [...model.proposals, ...model.themes.map((theme) => theme.additions).filter(Boolean)];
  return all.find((each) => each.members.includes(id));
}

function dressHomes(el, passage, model) {
  show(el, "several", model.analysis.several && passage.theme !== null);
  const titles = new Map(model.themes.map((theme) => [theme.id, theme.title]));
  const homes = passage.themes.map((id) => ({ id, text: titles.get(id) ?? "" }));
  rows(slot(el, "homes-list"), "home", "home-row", homes, (row, home) => dressRow(row, home, passage));
  const others = model.themes.filter((theme) => !passage.themes.includes(theme.id));
  offerChoice(slot(el, "also"), others.map((theme) => [theme.id, theme.title]));
}

function dressPairs(el, name, passage, others) {
  show(el, name, others.length > 0);
  rows(slot(el, `${name}-list`), name, `${name}-row`, others, (row, other) => dressRow(row, other, passage));
}

function dressRow(row, other, passage) {
  write(slot(row, "text"), other.text);
  for (const mine of row.querySelectorAll("[data-slot=mine]")) mine.value = passage.id;
}

function alikeOf(passage, model) {
  const pairs = model.twins.filter((pair) => pair.state === "proposed" && [pair.passage, pair.twin].includes(passage.id));
  return present(pairs.map((pair) => (pair.passage === passage.id ? pair.twin : pair.passage)), model);
}

function present(ids, model) {
  return ids.map((id) => model.passages.get(id)).filter(Boolean);
}

function dressNotes(el, notes) {
  write(slot(el, "note-count"), notes.length || "");
  rows(slot(el, "note-list"), "note", "note-row", notes, (row, note) => {
    write(slot(row, "text"), note.text);
    write(slot(row, "by"), note.by_name ?? "");
    writeTime(slot(row, "time"), note.at);
    show(row, "own", note.by === me);
    const field = row.querySelector("textarea");
    if (field) offer(field, note.text);
  });
  openOnce(slot(el, "notes"), notes.length);
}

function dressDissents(el, dissents) {
  write(slot(el, "dissent-count"), dissents.filter((each) => !each.withdrawn).length || "");
  rows(slot(el, "dissent-list"), "dissent", "dissent-row", dissents, (row, each) => {
    write(slot(row, "about"), words.dissentAbout[each.about] ?? "");
    write(slot(row, "text"), each.withdrawn ? words.withdrawn : each.text);
    write(slot(row, "by"), each.raised_by === me ? words.byMe : each.raised_by ? words.byTeam : words.byHall);
    writeTime(slot(row, "time"), each.at);
    show(row, "own", each.raised_by === me && !each.withdrawn);
  });
  openOnce(slot(el, "dissents"), dissents.length);
}

/** A section with something in it stands open at first; whoever folds it keeps it folded. */
function openOnce(details, count) {
  if (!details || details.dataset.seen || !count) return;
  details.dataset.seen = "yes";
  details.open = true;
}

const MEASURES = ["passages", "people", "tables", "groups", "repeats"];

function evidenceOf(evidence) {
  const said = MEASURES.filter((name) => evidence[name] || name === "passages").map((name) => {
    const [one, many] = words.evidenceParts[name];
    return evidence[name] === 1 ? one : fill(many, { count: evidence[name] });
  });
  return fill(words.evidence, { what: said.join(", ") });
}
