/** Drafts: what somebody is typing survives a reload, a locked phone and a dead battery. localStorage, because
    it is written at once, also while the page is being closed. */

import { readPlain, removePlain, writePlain } from "./outbox_store.js";

/** Only where the browser keeps nothing: then a draft lives as long as the page. */
const unsaved = new Map();

/** What somebody is typing at `place`, kept through a reload; `data` is any plain value. */
export function saveDraft(place, data) {
  unsaved.set(place, data);
  return writePlain(`lotusbloem-draft:${place}`, data);
}

export function loadDraft(place) {
  return readPlain(`lotusbloem-draft:${place}`) ?? unsaved.get(place) ?? null;
}

export function dropDraft(place) {
  unsaved.delete(place);
  removePlain(`lotusbloem-draft:${place}`);
}
