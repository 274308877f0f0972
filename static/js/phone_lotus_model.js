/** The flower of a table as a value: no DOM, no network. What the server told, and over it what this phone did
    and the server has not told yet. */

export const PETALS = [..."ABCDEFGH"];
const NUMBERS = [1, 2, 3, 4, 5, 6, 7, 8];

export function isPetal(name) {
  return name.length === 1;
}

export function below(petal) {
  return NUMBERS.map((number) => `${petal}${number}`);
}

/** The eight places round that centre: "" is the heart, a letter a petal. */
export function around(centre) {
  return centre ? below(centre) : PETALS;
}

/** What lies where, and what I have in hand.

    table, own: items by name, as told; acts: what this phone did and was not told about yet, oldest first.
    Answers {places, notes}: `places` maps a name to {id, text, version, mine, pending}, `notes` lists
    {id, key, text, version, state, pending, refused}, what only I see. */
export function flowerOf({ table, own, acts, exercise, shared }) {
  const places = new Map();
  for (const [id, item] of itemsOf(table, "petal")) {
    if (item.exercise !== exercise) continue;
    const mine = Boolean(own[`contribution:${id}`]);
    places.set(item.place, { id, text: item.text, version: item.version, mine, pending: false });
  }
  const notes = new Map();
  for (const [id, item] of itemsOf(own, "contribution")) {
    const kept = item.kind === "petal" && item.exercise === exercise && ["private", "replaced"].includes(item.state);
    // The table may have heard before I did that it lies there.
    if (kept && !whereIs(places, id)) notes.set(`c${id}`, { id, key: item.key, text: item.text, version: item.version, state: item.state });
  }
  const known = new Map(itemsOf(own, "contribution").map(([id, item]) => [item.key, { ...item, id }]));
  for (const act of acts) {
    if (act.place.exercise === exercise) apply(act, { places, notes, known, shared });
  }
  return { places, notes: [...notes.values()] };
}

const APPLY = { new: applyNew, lay: applyLay, clear: applyClear, correct: applyCorrect, withdraw: applyWithdraw };

function apply(act, flower) {
  APPLY[act.place.what]?.(act, flower);
}

function applyNew(act, { places, notes, known, shared }) {
  const { at, over } = act.place;
  const text = fieldOf(act, "text");
  if (known.has(act.key)) {
    layTold(known.get(act.key), over, places);
    return;
  }
  const lying = at ? places.get(at) : null;
  if (lying && lying.id !== over && lying.text === text) {
    // The table heard of it before I did.
    lying.mine = true;
    return;
  }
  const note = { id: null, key: act.key, text, version: 1, state: "private", pending: act.state !== "sent" };
  if (act.state === "refused") notes.set(act.key, { ...note, refused: act.message });
  else if (at && shared && free(places, at, over) && act.answer?.contribution.place !== null) {
    places.set(at, { id: null, key: act.key, text, version: 1, mine: true, pending: act.state !== "sent" });
  } else notes.set(act.key, note);
}

/** I heard of my own words before the table did: they lie there already. */
function layTold({ id, state, place, text, version }, over, places) {
  if (state !== "shown" || !place || whereIs(places, id) || !free(places, place, over)) return;
  places.set(place, { id, text, version, mine: true, pending: false });
}

function applyLay(act, { places, notes }) {
  const { id, at, over, text } = act.place;
  const from = whereIs(places, id);
  if (act.state === "refused" || act.answer?.placed === false || from === at || !free(places, at, over)) return;
  const known = places.get(from) ?? notes.get(`c${id}`);
  if (from) places.delete(from);
  notes.delete(`c${id}`);
  const mine = known?.mine ?? !from;
  places.set(at, { id, text: known?.text ?? text, version: known?.version ?? 1, mine, pending: act.state !== "sent" });
}

function applyClear(act, { places, notes }) {
  const { id, text, mine } = act.place;
  const from = whereIs(places, id);
  if (act.state === "refused" || !from) return;
  const version = places.get(from).version;
  places.delete(from);
  if (mine) notes.set(`c${id}`, { id, text, version, state: "private", pending: act.state !== "sent" });
}

function applyCorrect(act, { places, notes }) {
  const text = fieldOf(act, "text");
  const name = whereIs(places, act.place.id);
  const note = notes.get(`c${act.place.id}`);
  if (act.state === "refused") return;
  if (name) places.set(name, { ...places.get(name), text, pending: act.state !== "sent" });
  else if (note) notes.set(`c${note.id}`, { ...note, text, pending: act.state !== "sent" });
}

function applyWithdraw(act, { places, notes }) {
  if (act.state === "refused") return;
  notes.delete(`c${act.place.id}`);
  const name = whereIs(places, act.place.id);
  if (name) places.delete(name);
}

/** Whether the server told what came of an act that it took: then nothing is drawn over its word any more. */
export function isTold(act, { table, own }) {
  const { what, id, at } = act.place;
  const receipt = act.answer?.contribution;
  const lying = id ? table[`petal:${id}`] : null;
  if (what === "lay") return act.answer.placed === false || lying?.place === at;
  if (what === "clear") return !lying;
  const item = receipt && own[`contribution:${receipt.id}`];
  if (!item || item.version < receipt.version) return false;
  return item.state !== "shown" || !item.place || table[`petal:${receipt.id}`]?.version >= receipt.version;
}

/** How many of the places below that petal (or of all 64) hold something. */
export function filled(places, petal = "") {
  return [...places.keys()].filter((name) => !isPetal(name) && name.startsWith(petal)).length;
}

function whereIs(places, id) {
  return id === null ? undefined : [...places].find(([, lying]) => lying.id === id)?.[0];
}

export function itemsOf(items, kind) {
  return Object.entries(items)
    .filter(([name]) => name.startsWith(`${kind}:`))
    .map(([name, item]) => [Number(name.split(":")[1]), item]);
}

function free(places, at, over) {
  const lying = places.get(at);
  return !lying || lying.id === over;
}

function fieldOf({ fields }, wanted) {
  return fields.find(([name]) => name === wanted)?.[1] ?? "";
}
