/** The outbox on the phone: what somebody wrote is stored before it is sent and removed only after the server
    said that it has it. Every try carries the same key, so the server keeps one of it.

    An entry: {key, at, url, fields: [[name, value], ...], place, state, why, message, errors}; its state is
    "phone" (waits here), "sending", "refused" (the text stays, to be corrected) or, in the last news of it,
    "sent", with `answer`. */

import { openStore } from "./outbox_store.js";

export { dropDraft, loadDraft, saveDraft } from "./drafts.js";

const ANSWER_MS = 15000;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30000;
const OTHER_TAB_MS = 3000;
const DOUBLE_TAP_MS = 700;
const RETRY_STATUS = new Set([408, 425, 429]);

/** A random UUID (version 4). `crypto.randomUUID` is missing where the page came over plain HTTP. */
export function makeKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** The outbox of `owner` (the participant on this device: what one wrote is never sent as another).
    token() gives the CSRF token of the page; freshToken() asks the server for a new one. */
export async function openOutbox({ owner, token, freshToken }) {
  const outbox = new Outbox(owner, await openStore(`lotusbloem-outbox-${owner}`), token, freshToken);
  await outbox.start();
  return outbox;
}

class Outbox {
  #store;
  #token;
  #freshToken;
  #newToken = null;
  #holder = thisTab();
  #listeners = new Set();
  #flushing = null;
  #askedAgain = false;
  #timer = null;
  #tries = 0;
  #notBefore = 0;
  #tabs = null;

  constructor(owner, store, token, freshToken) {
    this.#store = store;
    this.#token = token;
    this.#freshToken = freshToken;
    if ("BroadcastChannel" in globalThis) {
      this.#tabs = new BroadcastChannel(`lotusbloem-outbox-${owner}`);
      this.#tabs.onmessage = (event) => this.#tell(event.data, false);
    }
  }

  async start() {
    addEventListener("online", this.#wake);
    addEventListener("pageshow", this.#wake);
    addEventListener("pagehide", this.#release);
    document.addEventListener("visibilitychange", this.#wake);
    this.#wake();
  }

  /** The tab lets go: nothing is sent any more from here. What is stored stays stored. */
  async close() {
    removeEventListener("online", this.#wake);
    removeEventListener("pageshow", this.#wake);
    removeEventListener("pagehide", this.#release);
    document.removeEventListener("visibilitychange", this.#wake);
    clearTimeout(this.#timer);
    this.#listeners.clear();
    await this.#flushing;
    this.#tabs?.close();
  }

  /** Everything that is not on the server yet, oldest first. */
  async entries() {
    const entries = await this.#store.all();
    return entries.sort((one, other) => one.at - other.at);
  }

  /** callback(entry) at every change of an entry, also of one that another tab sends. */
  on(callback) {
    this.#listeners.add(callback);
    return () => this.#listeners.delete(callback);
  }

  /** The entry is stored on this device; sending follows. The same key twice is one entry. */
  async put({ url, fields, place = null, key = makeKey() }) {
    const plain = [...fields].map(([name, value]) => [name, String(value)]);
    const entry = { key, at: Date.now(), url, fields: withKey(plain, key), place, state: "phone" };
    await this.#store.add(entry);
    navigator.storage?.persist?.().catch(() => false);
    this.#tell(entry);
    this.#wake();
    return key;
  }

  /** A refused text, corrected: it takes a new key, since the server never kept anything under the old one. */
  async correct(key, fields) {
    const old = (await this.entries()).find((entry) => entry.key === key);
    if (!old || old.state !== "refused") return null;
    const corrected = await this.put({ url: old.url, fields, place: old.place });
    await this.discard(key);
    return corrected;
  }

  /** A refused text is given up by its author. */
  async discard(key) {
    await this.#store.remove(key);
    this.#tell({ key, state: "discarded" });
  }

  /** Tries to send what waits, one after the other; at once, unless the server asked for patience. */
  flush() {
    if (this.#flushing) {
      this.#askedAgain = true;
      return this.#flushing;
    }
    this.#flushing = this.#sendAll().finally(() => {
      this.#flushing = null;
      if (this.#askedAgain) {
        this.#askedAgain = false;
        this.#wake();
      }
    });
    return this.#flushing;
  }

  #wake = () => {
    this.flush().catch(() => this.#later(LONGEST_WAIT_MS));
  };

  /** A page that is left does not keep the next one waiting. */
  #release = () => {
    this.#store.release(this.#holder).catch(() => {});
  };

  #later(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#wake, ms);
  }

  async #sendAll() {
    clearTimeout(this.#timer);
    const waiting = (await this.entries()).filter((entry) => entry.state !== "refused");
    if (!waiting.length) return;
    const patience = this.#notBefore - Date.now();
    if (patience > 0) {
      this.#later(patience);
      return;
    }
    try {
      for (const { key } of waiting) {
        if (!(await this.#store.lease(this.#holder, Date.now()))) {
          this.#later(OTHER_TAB_MS);
          return;
        }
        // Another tab may have sent it while we waited for our turn.
        const entry = (await this.#store.all()).find((known) => known.key === key);
        if (entry && entry.state !== "refused" && !(await this.#send(entry))) return;
      }
    } finally {
      await this.#store.release(this.#holder);
    }
  }

  /** False when the line or the server is not there and the rest had better wait too. */
  async #send(entry) {
    this.#tell({ ...entry, state: "sending" });
    const result = await this.#post(entry);
    if (result.kind === "sent") {
      await this.#store.remove(entry.key);
      this.#tries = 0;
      this.#tell({ ...entry, state: "sent", answer: result.answer });
      return true;
    }
    if (result.kind === "refused") {
      const { why, message, errors } = result;
      const refused = { ...entry, state: "refused", why, message, errors };
      await this.#store.replace(refused);
      this.#tell(refused);
      return true;
    }
    this.#tell(entry);
    this.#tries += 1;
    const backOff = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (this.#tries - 1)) * (0.5 + Math.random());
    if (result.retryAfterMs !== null) {
      // A little later than asked, each its own little: a hall must not come back in one instant.
      const wait = result.retryAfterMs + Math.random() * 1000;
      this.#notBefore = Date.now() + wait;
      this.#later(wait);
    } else {
      this.#later(backOff);
    }
    return false;
  }

  async #post(entry) {
    let result = await this.#postOnce(entry);
    if (result.kind === "token") {
      try {
        this.#newToken = await this.#freshToken();
      } catch {
        return { kind: "later", retryAfterMs: null };
      }
      result = await this.#postOnce(entry);
    }
    return result.kind === "token" ? { ...result, kind: "refused" } : result;
  }

  async #postOnce(entry) {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), ANSWER_MS);
    try {
      const response = await fetch(entry.url, {
        method: "POST",
        body: new URLSearchParams(entry.fields),
        headers: { Accept: "application/json", "X-CSRFToken": this.#newToken ?? this.#token() },
        credentials: "same-origin",
        // A captive portal redirects, or answers 200 with a page of its own: neither is our server's yes.
        redirect: "manual",
        signal: late.signal,
      });
      return judge(response, await response.json().catch(() => null));
    } catch {
      return { kind: "later", retryAfterMs: null };
    } finally {
      clearTimeout(timer);
    }
  }

  #tell(entry, alsoOtherTabs = true) {
    for (const callback of this.#listeners) callback(entry);
    if (alsoOtherTabs) this.#tabs?.postMessage(entry);
  }
}

/** What an answer means: "sent", "refused" for good, "token" (the CSRF token is stale) or "later". */
function judge(response, answer) {
  if (response.ok && answer?.ok === true) return { kind: "sent", answer };
  const retryAfterMs = patienceAsked(response);
  const permanent = response.status >= 400 && response.status < 500 && !RETRY_STATUS.has(response.status);
  if (!permanent || response.headers.has("Retry-After")) return { kind: "later", retryAfterMs };
  const refusal = { why: answer?.why ?? "refused", message: answer?.message ?? "", errors: answer?.errors ?? {} };
  const stale = refusal.why === "csrf" || (response.status === 403 && answer === null);
  return { kind: stale ? "token" : "refused", ...refusal };
}

/** Milliseconds of the header Retry-After (seconds or a date), null without one. */
function patienceAsked(response) {
  const asked = response.headers.get("Retry-After");
  if (asked === null) return null;
  const seconds = Number(asked);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(asked) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}

function withKey(fields, key) {
  return [...fields.filter(([name]) => name !== "key"), ["key", key]];
}

/** Names this tab, also after a reload: what it began to send before, it may go on sending at once. */
function thisTab() {
  try {
    sessionStorage.lotusbloemTab ??= makeKey();
    return sessionStorage.lotusbloemTab;
  } catch {
    return makeKey();
  }
}

/** Sends `form` through the outbox. However often the button is tapped, one text becomes one entry.
    onStored(key, fields) is called when it is safe on this device and the form is empty again. A browser that
    can store nothing at all sends the form as it would without this script. */
export function sendThrough(form, outbox, { place = null, onStored = () => {} } = {}) {
  let storing = false;
  let storedAt = -Infinity;
  form.addEventListener("input", () => {
    storedAt = -Infinity;
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (storing || performance.now() - storedAt < DOUBLE_TAP_MS) return;
    storing = true;
    const fields = [...new FormData(form, event.submitter)].filter(([name]) => name !== "csrf_token");
    try {
      const key = await outbox.put({ url: form.action, fields, place });
      form.reset();
      storedAt = performance.now();
      onStored(key, fields);
    } catch {
      form.submit();
    } finally {
      storing = false;
    }
  });
}
