/** Where somebody starts from in a ranking: an order of their own that stays. sessions/hall/ratings.py says the same. Pure. */

export function startingOrder(exercise, participant, ids) {
  const keys = new Map(ids.map((id) => [id, mixed(`${exercise}.${participant}.${id}`)]));
  return [...ids].sort((a, b) => keys.get(a) - keys.get(b) || a - b);
}

/** FNV-1a, mixed by the finalizer of MurmurHash3; 32 bits. */
function mixed(text) {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  for (const [shift, factor] of [[16, 0x85ebca6b], [13, 0xc2b2ae35]]) value = Math.imul(value ^ (value >>> shift), factor) >>> 0;
  return (value ^ (value >>> 16)) >>> 0;
}
