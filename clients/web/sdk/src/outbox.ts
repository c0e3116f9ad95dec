/**
 * What a person said while the line may have been cut: kept on the device until the service has answered it.
 *
 * Every entry has a key of its own, made when it was said, so that saying it again does it once (PAT-08). Entries leave
 * in the order in which they were said; the first that cannot be delivered holds up those behind it. What is urgent leaves
 * beside the others, so that neither a long queue nor a call that hangs keeps it (LIV-07).
 */
import type { Waits } from "./stores.ts";

export interface Entry {
  readonly key: string;
  /** Whose it is: another person on the same device never sends it. */
  readonly person: string;
  /** A call for help waits behind nothing that is not one. */
  readonly urgent?: boolean;
  readonly method: "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly body: unknown;
  /** The version that it changes, where it changes one: sent with `If-Match` (PAT-04). */
  readonly version?: number | undefined;
  /** The device's time, for showing how long it has been waiting. */
  readonly saidAt: number;
}

/** Where entries wait. They come back in the order in which they were put. */
export type Store = Waits<Entry>;

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
  readonly #flushing = new Map<boolean, Promise<Outcome[]>>();

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

  /** Never send it: what is on its way by now may arrive all the same. */
  async takeBack(key: string): Promise<void> {
    await this.#store.remove(key);
  }

  /**
   * Deliver what waits of the ordinary or of the urgent, as far as that goes; whoever asks meanwhile, asks for another
   * round after this one.
   */
  flush(person: string, urgent = false): Promise<Outcome[]> {
    const round = (this.#flushing.get(urgent) ?? Promise.resolve([])).then(() => this.#round(person, urgent));
    this.#flushing.set(urgent, round);
    return round;
  }

  async #round(person: string, urgent: boolean): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const entry of (await this.unsent(person)).filter((each) => (each.urgent ?? false) === urgent)) {
      const outcome = await this.#deliver(entry);
      outcomes.push(outcome);
      if (outcome.type === "later") break;
      await this.#store.remove(entry.key);
    }
    return outcomes;
  }
}
