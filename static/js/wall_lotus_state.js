/** What lies in the lotuses of the hall, from the state: pure. */

import { ofKind } from "./state.js";
import { only } from "./wall_parts.js";

export const PETALS = [..."ABCDEFGH"];
const SLOTS = [1, 2, 3, 4, 5, 6, 7, 8];

/** Every table's lotus by number: {number, question, stage, people, writing, words}; words: place to text. */
function lotusesOf(state) {
  const lotuses = ofKind(state, "lotus").map(([, item]) => ({ ...item, words: new Map() }));
  const byTable = new Map(lotuses.map((lotus) => [lotus.number, lotus]));
  for (const [, petal] of ofKind(state, "petal")) {
    const lotus = byTable.get(petal.table);
    if (lotus && lotus.exercise === petal.exercise) lotus.words.set(petal.place, petal.text);
  }
  return lotuses.sort((a, b) => a.number - b.number);
}

/** What the wall shows: the one lotus it was turned to (or the only one there is), and those of all tables in use. */
export function shown(state) {
  const all = lotusesOf(state);
  const used = all.filter(({ people, words }) => people > 0 || words.size > 0);
  const { wall_table: table } = only(state, "workshop");
  const lotuses = used.length > 0 ? used : all;
  const one = all.find(({ number }) => number === table) ?? (lotuses.length === 1 ? lotuses[0] : null);
  return { one, lotuses };
}

/** How many leaves lie behind that petal; without a letter, behind all of them. */
export function leaves({ words }, letter = null) {
  return [...words.keys()].filter((place) => place.length > 1 && (letter === null || place[0] === letter)).length;
}

/** Whether people still write for themselves and nothing lies open yet. */
export function isPrivate({ stage, words }) {
  return stage === "private" && words.size === 0;
}

/** The places of the flower of all tables: as many leaves behind a petal as the tables filled of theirs, on average. */
export function together(lotuses) {
  const filled = new Set();
  for (const letter of PETALS) {
    if (lotuses.some(({ words }) => words.has(letter))) filled.add(letter);
    const sum = lotuses.reduce((total, lotus) => total + leaves(lotus, letter), 0);
    for (const slot of SLOTS.slice(0, Math.ceil(sum / lotuses.length))) filled.add(`${letter}${slot}`);
  }
  return filled;
}
