/**
 * What a person said while the line may have been cut: kept on the device until the service has answered it.
 *
 * Every entry has a key of its own, made when it was said, so that saying it again does it once (PAT-08). Entries leave
 * in the order in which they were said; the first that cannot be delivered holds up those behind it.
 */
export interface Entry {
  readonly key: string;
  /** Whose it is: another person on the same device never sends it. */
  readonly person: string;
  readonly method: "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly body: unknown;
  /** The version that it changes, where it changes one: sent with `If-Match` (PAT-04). */
  readonly version?: number | undefined;
  /** The device's time, for showing how long it has been waiting. */
  readonly saidAt: number;
}

/** Where entries wait. They come back in the order in which they were put. */
export interface Store {
  put(entry: Entry): Promise<void>;
  all(): Promise<readonly Entry[]>;
  remove(key: string): Promise<void>;
}

export interface Refused {
  readonly type: "refused";
  readonly entry: Entry;
  readonly code: string;
  /** Which part of what was said is meant (RFC 6901), where the service names one. */
  readonly pointer: string | null;
  /** The version that holds now, where the entry was about an older one. */
  readonly currentVersion: number | null;
}

/** What became of an entry: `later` keeps it; the others are final. */
export type Outcome =
  | { readonly type: "done"; readonly entry: Entry; readonly answer: unknown }
  | Refused
  | { readonly type: "later"; readonly entry: Entry };

export type Deliver = (entry: Entry) => Promise<Outcome>;

export class Outbox {
  readonly #store: Store;
  readonly #deliver: Deliver;
  readonly #newKey: () => string;
  readonly #now: () => number;
  #flushing: Promise<Outcome[]> | null = null;

  constructor(store: Store, deliver: Deliver, newKey: () => string, now: () => number) {
    this.#store = store;
    this.#deliver = deliver;
    this.#newKey = newKey;
    this.#now = now;
  }

  /** Keep what was said; it is safe once this is over. */
  async say(said: Omit<Entry, "key" | "saidAt">): Promise<Entry> {
    const entry = { ...said, key: this.#newKey(), saidAt: this.#now() };
    await this.#store.put(entry);
    return entry;
  }

  /** What of this person's is still unsent. */
  async unsent(person: string): Promise<readonly Entry[]> {
    return (await this.#store.all()).filter((entry) => entry.person === person);
  }

  /** Deliver what waits, as far as that goes; whoever asks meanwhile, asks for another round after this one. */
  flush(person: string): Promise<Outcome[]> {
    const round = (this.#flushing ?? Promise.resolve([])).then(() => this.#round(person));
    this.#flushing = round;
    return round;
  }

  async #round(person: string): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const entry of await this.unsent(person)) {
      const outcome = await this.#deliver(entry);
      outcomes.push(outcome);
      if (outcome.type === "later") break;
      await this.#store.remove(entry.key);
    }
    return outcomes;
  }
}
