/** Where the outbox keeps what was not sent yet: IndexedDB, or where the browser refuses that (private mode),
    memory with a copy in localStorage. Both have the same five functions and a lease, so that of several tabs
    only one sends; `navigator.locks` would do, but plain HTTP has none. */

const VERSION = 1;
const OPEN_MS = 2000;
export const LEASE_MS = 20000;

/** The store of one participant on this device. */
export async function openStore(name) {
  try {
    return new IndexedStore(name, await openDatabase(name));
  } catch {
    return new PlainStore(name);
  }
}

function openDatabase(name) {
  return new Promise((resolve, reject) => {
    // Some private modes neither open nor refuse.
    const late = setTimeout(() => reject(new Error("IndexedDB does not answer")), OPEN_MS);
    const request = indexedDB.open(name, VERSION);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("waiting", { keyPath: "key" });
      request.result.createObjectStore("lease", { keyPath: "name" });
    };
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      clearTimeout(late);
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
  });
}

class IndexedStore {
  #name;
  #database;

  constructor(name, database) {
    this.#name = name;
    this.#database = database;
  }

  all() {
    return this.#run("waiting", "readonly", (store) => store.getAll());
  }

  /** The entry is on the disk; one that was there already stays as it was. */
  async add(entry) {
    await this.#run("waiting", "readwrite", (store) => {
      const known = store.get(entry.key);
      known.onsuccess = () => known.result ?? store.put(entry);
      return known;
    });
  }

  /** The entry is replaced, unless somebody removed it in the meantime. */
  async replace(entry) {
    await this.#run("waiting", "readwrite", (store) => {
      const known = store.get(entry.key);
      known.onsuccess = () => known.result && store.put(entry);
      return known;
    });
  }

  async remove(key) {
    await this.#run("waiting", "readwrite", (store) => store.delete(key));
  }

  /** True when `holder` may send now, for LEASE_MS from `now`. */
  async lease(holder, now) {
    let mine = false;
    await this.#run("lease", "readwrite", (store) => {
      const known = store.get("send");
      known.onsuccess = () => {
        mine = isFree(known.result, holder, now);
        if (mine) store.put({ name: "send", holder, until: now + LEASE_MS });
      };
      return known;
    });
    return mine;
  }

  async release(holder) {
    await this.#run("lease", "readwrite", (store) => {
      const known = store.get("send");
      known.onsuccess = () => known.result?.holder === holder && store.delete("send");
      return known;
    });
  }

  async #run(name, mode, act) {
    try {
      return await this.#transact(name, mode, act);
    } catch {
      // A phone that slept may have lost the connection to its own database: once more with a new one.
      this.#database.close();
      this.#database = await openDatabase(this.#name);
      return this.#transact(name, mode, act);
    }
  }

  /** One transaction; its result once it is complete, so once it is on the disk. */
  #transact(name, mode, act) {
    return new Promise((resolve, reject) => {
      const transaction = this.#database.transaction(name, mode, { durability: "strict" });
      const request = act(transaction.objectStore(name));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  }
}

class PlainStore {
  #name;
  #entries;

  constructor(name) {
    this.#name = name;
    this.#entries = new Map((readPlain(name) ?? []).map((entry) => [entry.key, entry]));
  }

  async all() {
    this.#refresh();
    return [...this.#entries.values()].map((entry) => ({ ...entry }));
  }

  async add(entry) {
    this.#refresh();
    if (!this.#entries.has(entry.key)) this.#entries.set(entry.key, { ...entry });
    this.#save();
  }

  async replace(entry) {
    this.#refresh();
    if (this.#entries.has(entry.key)) this.#entries.set(entry.key, { ...entry });
    this.#save();
  }

  async remove(key) {
    this.#refresh();
    this.#entries.delete(key);
    this.#save();
  }

  async lease(holder, now) {
    const mine = isFree(readPlain(`${this.#name}:lease`), holder, now);
    if (mine) writePlain(`${this.#name}:lease`, { holder, until: now + LEASE_MS });
    return mine;
  }

  async release(holder) {
    if (readPlain(`${this.#name}:lease`)?.holder === holder) removePlain(`${this.#name}:lease`);
  }

  /** Another tab may have added or sent something; without localStorage there is only our own memory. */
  #refresh() {
    const stored = readPlain(this.#name);
    if (stored) this.#entries = new Map(stored.map((entry) => [entry.key, entry]));
  }

  #save() {
    writePlain(this.#name, [...this.#entries.values()]);
  }
}

/** A lease further away than its length was given before the clock was set back. */
function isFree(lease, holder, now) {
  return !lease || lease.holder === holder || lease.until <= now || lease.until > now + LEASE_MS;
}

/** What localStorage holds under `name`, or null; never an error. */
export function readPlain(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

/** True when it is kept. */
export function writePlain(name, value) {
  try {
    localStorage.setItem(name, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

export function removePlain(name) {
  try {
    localStorage.removeItem(name);
  } catch {
    // A browser without localStorage has nothing to remove.
  }
}
