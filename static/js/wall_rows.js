/** What a ranked list says, from the state: pure. The same order as the page of the result. */

import { inOrder } from "./wall_parts.js";

const LAST = Number.MAX_SAFE_INTEGER;

/** Ranked ones first, then what was said most often. */
function byRank(a, b) {
  return (a.rank ?? LAST) - (b.rank ?? LAST) || b.count - a.count || a.position - b.position;
}

function themesTowards(state, towards) {
  const analysis = inOrder(state, "analysis").find((each) => each.towards === towards);
  const themes = analysis ? inOrder(state, "theme").filter((theme) => theme.analysis === analysis.id) : [];
  return { analysis, themes: themes.sort(byRank) };
}

/** Nobody decided on these: the largest first, and what the machine itself calls *still to sort* left out. */
function proposalRows(analysis) {
  const open = (analysis?.proposals ?? []).filter(({ loose }) => !loose).sort((a, b) => b.count - a.count);
  return open.map(({ words, count }) => ({ title: words, text: "", count, rank: null, proposal: true, hearts: 0, rating: null }));
}

function themeRow({ title, description, count, rank, hearts, rating }) {
  return { title, text: description, count, rank, proposal: false, hearts, rating };
}

export function preconditionRows(state) {
  const { analysis, themes } = themesTowards(state, "themes");
  return [...withTies(themes).map(themeRow), ...proposalRows(analysis)];
}

/** People's rating with `tied` where two themes have the same mean: nobody is before the other. */
function withTies(themes) {
  const means = themes.filter(({ rating }) => rating).map(({ rating }) => rating.mean);
  const tied = (mean) => means.filter((each) => each === mean).length > 1;
  return themes.map((theme) => ({ ...theme, rating: theme.rating && { ...theme.rating, tied: tied(theme.rating.mean) } }));
}

/** Key groups in the order that people gave them, else of their best ranked key characteristic, then of how often they
    were said; without groups the key characteristics. */
export function resultRows(state) {
  const { analysis, themes } = themesTowards(state, "key_characteristics");
  const groups = inOrder(state, "key_group")
    .map((group) => ({ ...group, themes: themes.filter((theme) => theme.key_group === group.id) }))
    .filter((group) => group.themes.length > 0)
    .map((group) => ({ ...group, best: group.themes[0].rank, count: group.themes.reduce((sum, { count }) => sum + count, 0) }))
    .sort((a, b) => (a.rank ?? LAST) - (b.rank ?? LAST) || (a.best ?? LAST) - (b.best ?? LAST) || b.count - a.count || a.position - b.position);
  const rest = themes.filter((theme) => !groups.some((group) => group.id === theme.key_group));
  const rows = groups.length > 0 ? groups.map(groupRow) : withTies(themes).map(themeRow);
  const characteristics = themes.filter(({ level }) => level !== null).length;
  return {
    rows: [...rows, ...proposalRows(analysis)],
    characteristics,
    groups: groups.length,
    rest: groups.length > 0 ? rest.length : 0,
  };
}

/** A group that nobody ranked, nor anything in it, has no number: nobody said how important it is. How warmly a group
    was received is not said: a heart for one intervention would count for each of its key characteristics. */
function groupRow({ title, themes, count, rank, best }, place) {
  const text = themes.map((theme) => theme.title).join(", ");
  return { title, text, count, rank: (rank ?? best) === null ? null : place + 1, proposal: false, hearts: 0, rating: null };
}
