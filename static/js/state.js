/** What one audience sees, as a value. No DOM, no network, no clock: old state + message = new state.

   A state is {audience, revision, items, seen}: `items` maps "kind:id" to what is shown of it, `seen` maps
   "kind:id" to the revision that last said something about it (also that it is gone); `revision` is null
   until a snapshot came. */

export function emptyState(audience) {
  return { audience, revision: null, items: new Map(), seen: new Map() };
}

/** Applies a snapshot {audience, revision, items}. What is known from a newer revision stays as it is.
   Answers {state, outcome, put, drop}; put and drop list the ids that differ from before. */
export function applySnapshot(state, snapshot) {
  if (state.revision !== null && snapshot.revision < state.revision) return unchanged(state, "old");
  const items = new Map();
  const seen = new Map();
  const put = [];
  for (const [id, item] of Object.entries(snapshot.items)) {
    items.set(id, item);
    seen.set(id, snapshot.revision);
    if (!same(state.items.get(id), item)) put.push(id);
  }
  const drop = [...state.items.keys()].filter((id) => !items.has(id));
  const next = { audience: state.audience, revision: snapshot.revision, items, seen };
  return { state: next, outcome: "applied", put, drop };
}

/** Applies a change {audience, since, revision, verbs, put, drop}: first drop, then put; "kind:*" in drop means
    all items of that kind. Outcomes: "applied"; "old" when nothing in it is newer than what we have; "gap" when
    it starts after what we have, so that something was missed and the audience must be watched anew; "early"
    when no snapshot came yet. */
export function applyChange(state, change) {
  if (state.revision === null) return unchanged(state, "early");
  if (change.revision <= state.revision) return unchanged(state, "old");
  if (change.since > state.revision) return unchanged(state, "gap");
  const items = new Map(state.items);
  const seen = new Map(state.seen);
  const isNews = (id) => (seen.get(id) ?? -1) <= change.revision;
  const put = Object.keys(change.put ?? {}).filter(isNews);
  for (const id of named(change.drop ?? [], items)) {
    if (isNews(id)) items.delete(id);
  }
  for (const id of put) items.set(id, change.put[id]);
  const drop = [...state.items.keys()].filter((id) => !items.has(id));
  for (const id of [...put, ...drop]) seen.set(id, change.revision);
  const next = { audience: state.audience, revision: change.revision, items, seen };
  return { state: next, outcome: "applied", put: put.filter((id) => !same(state.items.get(id), items.get(id))), drop };
}

/** The server said that nothing happened up to `revision` for who looks like this. */
export function upToDate(state, revision) {
  if (state.revision === null || revision <= state.revision) return state;
  return { ...state, revision };
}

/** The items of one kind, as [id, item] pairs, in the order in which they came to be known. */
export function ofKind(state, kind) {
  const start = `${kind}:`;
  return [...state.items].filter(([id]) => id.startsWith(start));
}

/** The ids in `drop`, with "kind:*" spelled out. */
function named(drop, items) {
  const all = drop.filter((id) => id.endsWith(":*")).map((id) => id.slice(0, -1));
  const covered = [...items.keys()].filter((id) => all.some((start) => id.startsWith(start)));
  return [...drop.filter((id) => !id.endsWith(":*")), ...covered];
}

/** The same items, but from nowhere: whatever the next snapshot says, holds. */
export function unsure(state) {
  return { ...state, revision: null };
}

function unchanged(state, outcome) {
  return { state, outcome, put: [], drop: [] };
}

function same(one, other) {
  return one !== undefined && JSON.stringify(one) === JSON.stringify(other);
}
