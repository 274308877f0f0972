/** The board as a value, from what the workbench's audience sees and the lens. No DOM. facilitator/board.py says
    the same for a page without script.

    A board is {analysis, run, passages, themes, groups, sections, proposals, loose, aside, twins, pairs, notes,
    dissents, figures}: `themes` in order of rank, each with `all` and `shown` passages and its `additions`; `loose`
    is in no theme and no proposal, `aside` is what people do not use, `pairs` say nearly the same and nobody decided. `source` is the item as it came: the same one as long
    as nothing about it is news. */

import { judge } from "./judging.js";

export function boardOf(state, lens) {
  const items = { analysis: [], run: [], passage: [], cluster: [], theme: [], key_group: [], twin: [], note: [], dissent: [] };
  for (const [name, item] of state.items) {
    const [kind, id] = name.split(":");
    items[kind]?.push({ ...item, id: Number(id), source: item });
  }
  const passages = new Map(items.passage.sort(byId).map((passage) => [passage.id, passage]));
  const board = { analysis: items.analysis[0], run: items.run[0] ?? null, passages };
  board.groups = items.key_group.sort(byPosition);
  board.themes = items.theme.sort(byRank);
  board.proposals = [];
  const held = layProposals(board, items.cluster.sort(byPosition));
  const members = groupedByTheme(passages);
  const nowhere = members.get(null) ?? [];
  for (const theme of board.themes) theme.all = members.get(theme.id) ?? [];
  board.loose = nowhere.filter((passage) => !held.has(passage.id) && passage.aside === null);
  board.aside = nowhere.filter((passage) => passage.aside !== null);
  for (const [kind, list] of [["twin", "twins"], ["note", "notes"], ["dissent", "dissents"]]) board[list] = items[kind].sort(byId);
  board.figures = {
    all: passages.size,
    decided: passages.size - nowhere.length,
    proposed: held.size,
    loose: board.loose.length,
    aside: board.aside.length,
  };
  name(board);
  judge(passages, items.cluster);
  board.pairs = board.twins.filter((pair) => isOpen(pair, passages)).sort(byLikeness);
  for (const pair of board.pairs) {
    passages.get(pair.passage).alike.push(pair.twin);
    passages.get(pair.twin).alike.push(pair.passage);
  }
  through(board, lens);
  board.sections = sectionsOf(board);
  return board;
}

/** Whether any lens is on. */
export function isOn(lens) {
  return Object.values(lens).some(Boolean);
}

/** Whether a key characteristic still asks for a sharper word; advice alone is not counted. */
export function isUnsharp(theme, advice) {
  return theme.asks.some((each) => !advice.includes(each));
}

/** Whether the lens shows that passage; `themes` are all it stands in, and one of them will do. The parts are called
    as in the address. */
export function shows(lens, passage, themes) {
  const is = (part, value) => !lens[part] || lens[part] === String(value);
  return (
    (!lens.q || says(passage, folded(lens.q))) &&
    (!lens.lever || passage.levers.includes(lens.lever)) &&
    is("table", passage.table) &&
    is("language", passage.language) &&
    is("exercise", passage.exercise) &&
    is("kind", passage.kind) &&
    (!lens.level || themes.some((theme) => theme.level === lens.level)) &&
    (!lens.unplaced || passage.theme === null) &&
    (!lens.paper || passage.on_paper) &&
    (!lens.dissent || [passage, ...themes].some((each) => each.dissent > 0)) &&
    (!lens.alike || passage.alike.length > 0)
  );
}

/** As people search: capitals and accents make no difference. */
export function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

// With thousands of contributions each is folded once, not at every letter.
const words = new WeakMap();

/** Whether it was said, or is the name of what holds it; `wanted` is folded. */
function says(passage, wanted) {
  if (!words.has(passage.source)) words.set(passage.source, [passage.text, passage.intervention ?? ""].map(folded));
  return [...words.get(passage.source), ...passage.names.map(folded)].some((each) => each.includes(wanted));
}

/** Each passage knows the names of the themes and the proposal that hold it. */
function name(board) {
  const titles = new Map(board.themes.map((theme) => [theme.id, theme.title]));
  for (const passage of board.passages.values()) {
    passage.alike = [];
    passage.names = passage.themes.map((id) => titles.get(id) ?? "");
  }
  const added = board.themes.map((theme) => theme.additions).filter(Boolean);
  for (const cluster of [...board.proposals, ...added]) for (const passage of cluster.all) passage.names.push(cluster.words);
}

/** Whether people are still asked if the two of that pair say the same. */
function isOpen(pair, passages) {
  const [one, other] = [passages.get(pair.passage), passages.get(pair.twin)];
  if (pair.state !== "proposed" || !one || !other) return false;
  return !one.twins.includes(other.id) && !one.apart.includes(other.id) && one.aside === null && other.aside === null;
}

function layProposals(board, clusters) {
  const standing = new Map(board.themes.map((theme) => [theme.id, theme]));
  for (const theme of board.themes) theme.additions = null;
  const held = new Set();
  for (const cluster of clusters) {
    cluster.all = cluster.members.map((id) => board.passages.get(id)).filter(Boolean);
    if (cluster.loose || !cluster.all.length) continue;
    for (const passage of cluster.all) held.add(passage.id);
    const theme = standing.get(cluster.theme);
    if (theme) theme.additions = cluster;
    else board.proposals.push(cluster);
  }
  return held;
}

function through(board, lens) {
  const themes = new Map(board.themes.map((theme) => [theme.id, theme]));
  const sees = (passage) => shows(lens, passage, passage.themes.map((id) => themes.get(id)).filter(Boolean));
  const look = (list) => (isOn(lens) ? list.filter(sees) : list);
  board.figures.shown = look([...board.passages.values()]).length;
  for (const one of [...board.themes, ...board.proposals]) one.shown = look(one.all);
  for (const theme of board.themes) if (theme.additions) theme.additions.shown = look(theme.additions.all);
  board.loose = look(board.loose);
}

/** [{group, themes}]: per key group its themes, in the order that people gave the groups, else the group of the most
    important theme first, and lastly the themes that are in none. */
function sectionsOf(board) {
  const known = new Set(board.groups.map((group) => group.id));
  const grouped = board.groups.map((group) => ({
    group,
    themes: board.themes.filter((theme) => theme.key_group === group.id),
  }));
  grouped.sort((one, other) => rankOf(one.group) - rankOf(other.group) || importance(one) - importance(other));
  return [...grouped, { group: null, themes: board.themes.filter((theme) => !known.has(theme.key_group)) }];
}

/** The best rank in a group; one without a ranked theme comes last. */
function importance({ themes }) {
  return Math.min(Number.MAX_SAFE_INTEGER, ...themes.map((theme) => theme.rank).filter(Boolean));
}

function groupedByTheme(passages) {
  const found = new Map();
  for (const passage of passages.values()) {
    for (const theme of passage.themes.length ? passage.themes : [null]) {
      if (!found.has(theme)) found.set(theme, []);
      found.get(theme).push(passage);
    }
  }
  return found;
}

const byLikeness = (one, other) => other.similarity - one.similarity || byId(one, other);
const byId = (one, other) => one.id - other.id;
const byPosition = (one, other) => one.position - other.position;
const byRank = (one, other) => rankOf(one) - rankOf(other) || byPosition(one, other);
const rankOf = (theme) => theme.rank ?? Number.MAX_SAFE_INTEGER;
