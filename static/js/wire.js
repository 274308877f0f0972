/** The live wire: joins audiences, keeps their state complete, tells the page what changed.

   It joins first and reads the snapshot second; news that arrives in between waits and is then applied. A
   change that starts after what we have means that something was missed: the audience is watched anew, with
   the revision we have, and the server answers with what lacks. */

import { io } from "../vendor/socket.io/socket.io.esm.min.js";
import { applyChange, applySnapshot, emptyState, unsure, upToDate } from "./state.js";

const ANSWER_MS = 8000;
const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 3000;
/** After these goodbyes there is nothing to come back to; after any other the client returns by itself. */
const FINAL = new Set(["closed", "signed-out", "removed"]);

/** Options: auth (an object, or none when the cookie says who asks), headers (for snapshots), path. */
export function connect({ auth, headers = {}, path = "/socket.io" } = {}) {
  return new Wire(auth, headers, path);
}

class Wire {
  #socket;
  #headers;
  #watched = new Map();
  #listeners = { connection: new Set(), presence: new Set(), goodbye: new Set() };
  #connection = "connecting";
  #ended = false;

  constructor(auth, headers, path) {
    this.#headers = headers;
    this.#socket = io({
      path,
      auth,
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      // A page of another site cannot set this header, so it vouches for a poll that has no Origin.
      transportOptions: { polling: { extraHeaders: { "X-Lotusbloem": "1" } } },
      reconnectionDelay: FIRST_WAIT_MS,
      reconnectionDelayMax: LONGEST_WAIT_MS,
      randomizationFactor: 0.5,
    });
    this.#listen();
  }

  get connection() {
    return this.#connection;
  }

  /** Keeps the state of `audience` complete until the function that this answers is called.
     onState(state, {put, drop, verbs, whole}): `whole` after a snapshot. onRefused(why, message): over.
     `snapshot` may be what the page was delivered with. */
  watch(audience, { onState, onRefused = () => {}, snapshot = null }) {
    const watched = { audience, onState, onRefused, state: emptyState(audience), waiting: [] };
    watched.syncing = false;
    watched.tries = 0;
    this.#watched.set(audience, watched);
    if (snapshot) this.#take(watched, applySnapshot(watched.state, snapshot), { whole: true });
    if (this.#socket.connected) this.#sync(watched);
    return () => {
      if (this.#watched.get(audience) !== watched) return;
      this.#watched.delete(audience);
      this.#socket.emit("leave", { audience });
    };
  }

  /** "I am writing here"; null when I stopped. Not kept anywhere, lost when the line is down. */
  here(place) {
    if (this.#socket.connected) this.#socket.emit("here", { place });
  }

  /** state is "connecting", "online", "offline" or "ended"; called at once with the present one. */
  onConnection(callback) {
    callback(this.#connection);
    return this.#on("connection", callback);
  }

  onPresence(callback) {
    return this.#on("presence", callback);
  }

  onGoodbye(callback) {
    return this.#on("goodbye", callback);
  }

  close() {
    this.#end();
  }

  #listen() {
    const socket = this.#socket;
    socket.on("connect", () => {
      this.#become("online");
      for (const watched of this.#watched.values()) this.#sync(watched);
    });
    socket.on("disconnect", (reason) => {
      for (const watched of this.#watched.values()) watched.syncing = false;
      if (this.#ended) return;
      this.#become("offline");
      // Socket.IO does not come back by itself from a disconnect that the server asked for.
      if (reason === "io server disconnect") setTimeout(() => this.#again(), spread(FIRST_WAIT_MS));
    });
    socket.on("connect_error", (error) => {
      if (this.#ended) return;
      this.#become("offline");
      if (socket.active) return;
      // The server answered and refused who we are.
      this.#tell("goodbye", { why: "refused", message: error.message });
      this.#end();
    });
    socket.on("change", (change) => this.#hear(change));
    socket.on("presence", (message) => this.#tell("presence", message));
    socket.on("goodbye", (message) => {
      this.#tell("goodbye", message);
      if (FINAL.has(message.why)) this.#end();
    });
    addEventListener("online", this.#again);
    addEventListener("pageshow", this.#again);
    document.addEventListener("visibilitychange", this.#again);
  }

  #again = () => {
    // A socket that is active comes back by itself. Asked to connect between its opening and the answer to its
    // greeting, it would greet twice, and the server refuses the second greeting.
    if (!this.#ended && !document.hidden && !this.#socket.active) this.#socket.connect();
  };

  #end() {
    this.#ended = true;
    removeEventListener("online", this.#again);
    removeEventListener("pageshow", this.#again);
    document.removeEventListener("visibilitychange", this.#again);
    this.#socket.disconnect();
    this.#become("ended");
  }

  #hear(change) {
    const watched = this.#watched.get(change.audience);
    if (!watched) return;
    if (watched.syncing) {
      watched.waiting.push(change);
      return;
    }
    const result = applyChange(watched.state, change);
    if (result.outcome === "gap" || result.outcome === "early") {
      watched.waiting.push(change);
      this.#sync(watched);
    } else {
      this.#take(watched, result, { verbs: change.verbs });
    }
  }

  async #sync(watched) {
    if (watched.syncing) return;
    const turn = {};
    watched.syncing = turn;
    const current = () => watched.syncing === turn && this.#watched.get(watched.audience) === watched;
    let answer;
    try {
      answer = await this.#ask(watched);
      if (current() && answer.ok && answer.snapshot) answer.items = await this.#read(answer.snapshot);
    } catch {
      answer = null;
    }
    if (!current()) return;
    watched.syncing = false;
    if (answer === null || answer.why === "busy") {
      this.#later(watched);
    } else if (!answer.ok) {
      this.#watched.delete(watched.audience);
      watched.onRefused(answer.why, answer.message);
    } else {
      this.#catchUp(watched, answer);
    }
  }

  #catchUp(watched, answer) {
    // The server knows less than we do: it was put back from a backup.
    if (watched.state.revision > answer.revision) watched.state = unsure(watched.state);
    if (answer.items) {
      this.#take(watched, applySnapshot(watched.state, answer.items), { whole: true });
    } else if (answer.patch) {
      this.#take(watched, applyChange(watched.state, answer.patch), { verbs: answer.patch.verbs });
    } else {
      watched.state = upToDate(watched.state, answer.revision);
    }
    const waiting = watched.waiting.splice(0);
    for (const change of waiting) {
      const result = applyChange(watched.state, change);
      if (result.outcome === "gap" || result.outcome === "early") {
        this.#later(watched);
        return;
      }
      this.#take(watched, result, { verbs: change.verbs });
    }
    watched.tries = 0;
  }

  #ask(watched) {
    const question = { audience: watched.audience, since: watched.state.revision };
    return this.#socket.timeout(ANSWER_MS).emitWithAck("watch", question);
  }

  async #read(url) {
    const response = await fetch(url, {
      headers: { Accept: "application/json", ...this.#headers },
      credentials: "same-origin",
      cache: "no-cache",
    });
    if (!response.ok) throw new Error(`snapshot: ${response.status}`);
    return response.json();
  }

  #later(watched) {
    watched.tries += 1;
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (watched.tries - 1));
    setTimeout(() => {
      const known = this.#watched.get(watched.audience) === watched;
      if (known && this.#socket.connected) this.#sync(watched);
    }, spread(wait));
  }

  #take(watched, { state, outcome, put, drop }, { verbs = [], whole = false }) {
    if (outcome !== "applied") return;
    watched.state = state;
    watched.onState(state, { put, drop, verbs, whole });
  }

  #become(connection) {
    if (this.#connection === connection) return;
    this.#connection = connection;
    this.#tell("connection", connection);
  }

  #on(name, callback) {
    this.#listeners[name].add(callback);
    return () => this.#listeners[name].delete(callback);
  }

  #tell(name, message) {
    for (const callback of this.#listeners[name]) callback(message);
  }
}

/** The wait, half of it random, so that a hall does not come back in the same instant. */
function spread(ms) {
  return ms * (0.5 + Math.random());
}
