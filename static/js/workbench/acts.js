/** Acts: posted as the form without script would post them. What they changed comes back as news. */

import { say } from "../controls.js";
import { here, slot, words, write } from "./parts.js";

const tools = document.getElementById("tools");
const own = new Set();
let lastTold = -Infinity;

/** Says a sentence where eyes and ears find it. */
export function tell(sentence, { seen = false } = {}) {
  say(sentence);
  lastTold = performance.now();
  const notice = slot(tools, "notice");
  notice.hidden = !seen;
  if (seen) write(slot(tools, "notice-words"), sentence);
}

/** When the last of those was said, in milliseconds since the page began. */
export function toldAt() {
  return lastTold;
}

/** Whether this page did something of what came after the revision `since`, up to `revision`. */
export function isOwn(since, revision) {
  return [...own].some((each) => each > since && each <= revision);
}

/** Posts to `path` below the workbench. Answers what the server said, or null after saying why not; `refused` is
    called with what the server said, and answers whether it told that itself. */
export async function post(path, fields, refused) {
  let answer;
  try {
    const response = await fetch(`${here}/${path}`, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { Accept: "application/json", "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content },
    });
    answer = await response.json();
  } catch {
    tell(words.offline, { seen: true });
    return null;
  }
  own.add(answer.revision);
  if (answer.ok) return answer;
  const errors = Object.values(answer.errors ?? {}).flat();
  const general = answer.why === "conflict" && !answer.now;
  if (!refused?.(answer)) tell(general ? words.conflict : (errors.join(" ") || answer.message), { seen: true });
  return null;
}

/** One decision. Fields: pairs or a FormData. */
export async function act(name, fields, done, refused) {
  const answer = await post(`acts/${name}`, fields, refused);
  if (answer && done) tell(done);
  return answer;
}

/** What there is to say after an act of that name. */
export const DONE = {
  adopt: words.adopted,
  "adopt-all": words.adoptedAll,
  "set-aside": words.setAside,
  make: words.made,
  change: words.saved,
  merge: words.merged,
  split: words.made,
  dissolve: words.dissolved,
  rank: words.saved,
  "rank-all": words.orderTaken,
  cut: words.cutDone,
  join: words.joined,
  link: words.linked,
  unlink: words.unlinked,
  together: words.together,
  aside: words.putAside,
  unaside: words.usedAgain,
  also: words.alsoThere,
  move: words.saved,
  several: words.saved,
  note: words.noted,
  "note-remove": words.noteGone,
  dissent: words.objected,
  "dissent-withdraw": words.objectionGone,
  example: words.saved,
  freeze: words.frozen,
  follow: words.follows,
  undo: words.undone,
  redo: words.redone,
  "make-group": words.saved,
  "rename-group": words.saved,
  "move-group": words.saved,
  "dissolve-group": words.saved,
};
