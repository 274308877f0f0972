/** What lies before somebody who sorts, and what acts make of their piles. sessions/hall/decks.py and
    sessions/hall/piles.py say the same. Pure.

    A pile: {key, name, statements: [id, ...]}; an act: {act: put | take-back | name | merge, statement, pile,
    into, name}. */

import { startingOrder } from "./starting_order.js";

/** The statements of participant {id, number} in that step, what lies on a pile first. `most` is how many
    somebody gets, 0 is all of `ids` (ascending). */
export function deck({ exercise, ids, participant, most, placed }) {
  const mine = dealt({ exercise, ids, number: participant.number, most });
  const here = ids.filter((id) => placed.has(id));
  const left = startingOrder(exercise, participant.id, mine.filter((id) => !placed.has(id)));
  return [...here, ...left.slice(0, Math.max(0, mine.length - here.length))];
}

function dealt({ exercise, ids, number, most }) {
  const parts = most ? Math.max(1, Math.ceil(ids.length / most)) : 1;
  if (parts === 1) return ids;
  const round = Math.floor((number - 1) / parts);
  const part = (number - 1) % parts;
  return startingOrder(exercise, -1 - round, ids).filter((_id, place) => place % parts === part);
}

/** The piles after these acts. */
export function acted(piles, acts) {
  let now = piles.map((pile) => ({ ...pile, statements: [...pile.statements] }));
  for (const act of acts) now = DO[act.act](now, act).filter((pile) => pile.name || pile.statements.length);
  return now;
}

const DO = {
  put(piles, { statement, pile: key }) {
    const without = DO["take-back"](piles, { statement });
    const target = without.find((pile) => pile.key === key);
    if (!target) return [...without, { key, name: "", statements: [statement] }];
    return without.map((pile) => (pile === target ? { ...pile, statements: [...pile.statements, statement].sort((a, b) => a - b) } : pile));
  },
  "take-back"(piles, { statement }) {
    return piles.map((pile) => ({ ...pile, statements: pile.statements.filter((id) => id !== statement) }));
  },
  name(piles, { pile: key, name }) {
    return piles.map((pile) => (pile.key === key ? { ...pile, name } : pile));
  },
  merge(piles, { pile: key, into }) {
    const source = piles.find((pile) => pile.key === key);
    const target = piles.find((pile) => pile.key === into);
    if (!source || !target || source === target) return piles;
    const both = { ...target, name: target.name || source.name, statements: [...target.statements, ...source.statements].sort((a, b) => a - b) };
    return piles.filter((pile) => pile !== source).map((pile) => (pile === target ? both : pile));
  },
};
