/** Where what waits for the line is kept: in the browser's database, which survives a restart, or in memory. */

/** What waits, in the order in which it was put. */
export interface Waits<T extends Keyed> {
  put(entry: T): Promise<void>;
  all(): Promise<readonly T[]>;
  remove(...keys: readonly string[]): Promise<void>;
  /** Put others in the place of one, or change nothing. */
  replace(key: string, by: readonly T[]): Promise<void>;
}

interface Keyed {
  readonly key: string;
}

export class MemoryStore<T extends Keyed> implements Waits<T> {
  readonly #entries = new Map<string, T>();

  async put(entry: T): Promise<void> {
    this.#entries.set(entry.key, entry);
  }

  async all(): Promise<readonly T[]> {
    return [...this.#entries.values()];
  }

  async remove(...keys: readonly string[]): Promise<void> {
    for (const key of keys) this.#entries.delete(key);
  }

  async replace(key: string, by: readonly T[]): Promise<void> {
    this.#entries.delete(key);
    for (const entry of by) this.#entries.set(entry.key, entry);
  }
}

const ENTRIES = "entries";

/** One object store; its own counter, not the entries' keys, gives the order. */
export class DatabaseStore<T extends Keyed> implements Waits<T> {
  readonly #opened: Promise<IDBDatabase>;

  constructor(factory: IDBFactory, name = "deconflict-outbox") {
    const opening = factory.open(name, 1);
    opening.onupgradeneeded = () => {
      const entries = opening.result.createObjectStore(ENTRIES, { autoIncrement: true });
      entries.createIndex("key", "key", { unique: true });
    };
    this.#opened = answered(opening);
  }

  async put(entry: T): Promise<void> {
    await this.#within("readwrite", (entries) => entries.add(entry));
  }

  async all(): Promise<readonly T[]> {
    return this.#within("readonly", (entries) => entries.getAll() as IDBRequest<T[]>);
  }

  /** All of them or, when the device stops half-way, none. */
  async remove(...keys: readonly string[]): Promise<void> {
    await this.#exchange(keys, []);
  }

  /** The one and the others are never there together, nor both gone: not when the device is full either. */
  async replace(key: string, by: readonly T[]): Promise<void> {
    await this.#exchange([key], by);
  }

  async #exchange(keys: readonly string[], by: readonly T[]): Promise<void> {
    if (keys.length === 0) return;
    const transaction = (await this.#opened).transaction(ENTRIES, "readwrite", { durability: "strict" });
    const entries = transaction.objectStore(ENTRIES);
    const put = (): void => by.forEach((entry) => entries.add(entry));
    keys.forEach((key, index) => {
      const finding = entries.index("key").getKey(key);
      finding.onsuccess = () => {
        if (finding.result !== undefined) entries.delete(finding.result);
        // After the deletion, since an entry may come back under its own key.
        if (index === keys.length - 1) put();
      };
    });
    await completed(transaction);
  }

  /** Ask one thing, and wait until what it changed is on disk. */
  async #within<T>(mode: IDBTransactionMode, ask: (entries: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    const transaction = (await this.#opened).transaction(ENTRIES, mode, { durability: "strict" });
    const answer = answered(ask(transaction.objectStore(ENTRIES)));
    const [value] = await Promise.all([answer, completed(transaction)]);
    return value;
  }
}

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

function completed(transaction: IDBTransaction): Promise<void> {
  return new Promise((done, failed) => {
    transaction.oncomplete = () => done();
    transaction.onabort = () => failed(transaction.error);
  });
}
