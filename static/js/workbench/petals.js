/** The colour and the letter of a theme: by the place it was made at, so that both stay when the order changes. */

const LETTERS = "ABCDEFGH";

/** A to H, then A2 to H2: always beside the colour. */
export function letterOf(position) {
  const turn = Math.floor((position - 1) / LETTERS.length);
  return LETTERS[(position - 1) % LETTERS.length] + (turn ? turn + 1 : "");
}

/** The petal whose colour it has. */
export function petalOf(position) {
  return LETTERS[(position - 1) % LETTERS.length].toLowerCase();
}
