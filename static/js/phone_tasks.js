/** What a form is for: a new answer, a correction, or a refused text to send again. */

import { loadDraft } from "./outbox.js";
import { here, urlFor } from "./phone_dom.js";
import { fieldsOf } from "./phone_kinds.js";

export class Tasks {
  #outbox;
  #own;
  #entries;

  /** own() answers the own items by name, entries what waits in the outbox by key. */
  constructor(outbox, own, entries) {
    this.#outbox = outbox;
    this.#own = own;
    this.#entries = entries;
  }

  /** A new answer to that step. */
  fresh(step) {
    const exercise = step?.takes_answers ? step.id : 0;
    return {
      place: `${here.participant}:step:${exercise}`,
      exercise,
      kind: step?.kind,
      send: (fields, key) =>
        this.#outbox.put({ url: urlFor("contribute", exercise), fields, key, place: { what: "new", exercise } }),
    };
  }

  correct(id, kind) {
    const item = this.#own()[`contribution:${id}`];
    const waiting = [...this.#entries.values()].filter(({ place }) => place.what === "correct" && place.id === id).at(-1);
    return {
      place: `${here.participant}:correct:${id}`,
      correcting: id,
      kind,
      fields: waiting?.fields.filter(([name]) => name !== "version") ?? fieldsOf(item),
      send: (fields) => this.putCorrection(id, fields),
    };
  }

  refused(entry, kind) {
    if (entry.place.what === "correct") return { ...this.correct(entry.place.id, kind), errors: entry.errors };
    return {
      place: `${here.participant}:refused:${entry.key}`,
      correcting: entry.key,
      kind,
      fields: entry.fields,
      errors: entry.errors,
      send: (fields) => this.#outbox.correct(entry.key, fields),
    };
  }

  async putCorrection(id, fields) {
    const version = this.#own()[`contribution:${id}`].version;
    const key = await this.#outbox.put({
      url: urlFor("correct", id),
      fields: [...fields, ["version", version]],
      place: { what: "correct", id },
    });
    // An older correction that still waits here says what its author no longer means.
    for (const entry of [...this.#entries.values()]) {
      const older = entry.place.what === "correct" && entry.place.id === id && entry.key !== key;
      if (older && entry.state !== "sending") await this.#outbox.discard(entry.key);
    }
  }
}

/** The title of what was being typed for one of these steps; null when nothing was. */
export function loadUnsent(exercises) {
  for (const exercise of new Set(exercises)) {
    const draft = loadDraft(`${here.participant}:step:${exercise}`);
    const title = draft?.fields?.find(([name]) => name === "title" || name === "text")?.[1];
    if (title) return title;
  }
  return null;
}
