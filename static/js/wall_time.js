/** The last minutes of a step on the wall: calm, and never more than a sentence when they are over. */

import { counted, say } from "./wall_words.js";

const LAST_MINUTES = 5;

/** What stands on the spine for a step that ends at `closesAt` (ISO, or null) when it is `now` (ms): a number with
 *  its word, a sentence, or nothing. */
export function timeLeft(closesAt, now) {
  if (!closesAt) return null;
  const minutes = Math.ceil((Date.parse(closesAt) - now) / 60_000);
  if (minutes > LAST_MINUTES) return null;
  return minutes > 0 ? { minutes, word: counted("minutes-left", minutes) } : { minutes: null, word: say("time-over") };
}
