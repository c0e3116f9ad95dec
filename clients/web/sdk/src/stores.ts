/** Where an outbox keeps its entries: in the browser's database, which survives a restart, or in memory. */
import type { Entry, Store } from "./outbox.ts";

export class MemoryStore implements Store {
  readonly #entries = new Map<string, Entry>();

  async put(entry: Entry): Promise<void> {
    this.#entries.set(entry.key, entry);
  }

  async all(): Promise<readonly Entry[]> {
    return [...this.#entries.values()];
  }

  async remove(key: string): Promise<void> {
    this.#entries.delete(key);
  }
}

const ENTRIES = "entries";

/** One object store; its own counter, not the entries' keys, gives the order. */
export class DatabaseStore implements Store {
  readonly #opened: Promise<IDBDatabase>;

  constructor(factory: IDBFactory, name = "deconflict-outbox") {
    const opening = factory.open(name, 1);
    opening.onupgradeneeded = () => {
      const entries = opening.result.createObjectStore(ENTRIES, { autoIncrement: true });
      entries.createIndex("key", "key", { unique: true });
    };
    this.#opened = answered(opening);
  }

  async put(entry: Entry): Promise<void> {
    await this.#within("readwrite", (entries) => entries.add(entry));
  }

  async all(): Promise<readonly Entry[]> {
    return this.#within("readonly", (entries) => entries.getAll() as IDBRequest<Entry[]>);
  }

  async remove(key: string): Promise<void> {
    const place = await this.#within("readonly", (entries) => entries.index("key").getKey(key));
    if (place !== undefined) await this.#within("readwrite", (entries) => entries.delete(place));
  }

  /** Ask one thing, and wait until what it changed is on disk. */
  async #within<T>(mode: IDBTransactionMode, ask: (entries: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    const transaction = (await this.#opened).transaction(ENTRIES, mode, { durability: "strict" });
    const answer = answered(ask(transaction.objectStore(ENTRIES)));
    const complete = new Promise<void>((done, failed) => {
      transaction.oncomplete = () => done();
      transaction.onabort = () => failed(transaction.error);
    });
    const [value] = await Promise.all([answer, complete]);
    return value;
  }
}

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}
