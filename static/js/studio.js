/** The studio stays live: what happens in the hall appears here, and every act is sent without leaving the page. */

import { say } from "./controls.js";
import { sendActs } from "./studio/acts.js";
import { answers } from "./studio/answers.js";
import { clock } from "./studio/clock.js";
import { feed } from "./studio/feed.js";
import { lotusChoice } from "./studio/lotus.js";
import { plenary } from "./studio/plenary.js";
import { programme } from "./studio/programme.js";
import { staff } from "./studio/staff.js";
import { stages } from "./studio/stages.js";
import { undo } from "./studio/undo.js";
import { room } from "./studio/room.js";
import { shrunk, wall } from "./studio/wall.js";
import { ofKind } from "./state.js";
import { sentences } from "./studio/words.js";
import { connect } from "./wire.js";

const page = document.getElementById("studio").dataset;
const words = sentences(document.getElementById("woorden").textContent);
// The page was made at data-now: whatever this device's own clock says, time runs as on the server.
const ahead = Date.parse(page.now) - Date.now();
const now = () => Date.now() + ahead;

const wire = connect();
const open = page.state === "open";
const tools = { words, now, page, say };
const parts = open ? [clock(tools), programme(tools), feed(tools), wall(tools), room(tools), plenary(tools), stages(), staff(tools), lotusChoice(), undo(tools), answers(tools)] : [shrunk(), room(tools)];

sendActs({ words, live: () => wire.connection === "online" });

wire.onConnection((connection) => {
  const line = document.querySelector("#lijn .state");
  const off = connection !== "online";
  const word = { online: "online", connecting: "connecting" }[connection] ?? "no-line";
  line.classList.toggle("wait", off);
  line.querySelector(".dot").classList.toggle("off", off);
  line.lastElementChild.textContent = words.say(word);
});

wire.onPresence((presence) => {
  for (const part of parts) part.presence?.(presence);
});

wire.onGoodbye(({ why }) => {
  // Signed out elsewhere, or no longer a member: the page itself says what to do.
  if (why === "signed-out" || why === "removed") location.reload();
});

wire.watch(page.audience, {
  onState(state, news) {
    const [, workshop] = ofKind(state, "workshop")[0] ?? [];
    // Opened, closed or opened again, here or on another device: that is another page.
    if (workshop && workshop.state !== page.state) location.reload();
    else for (const part of parts) part.show(state, news);
  },
  onRefused: () => location.reload(),
});
