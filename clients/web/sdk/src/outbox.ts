/**
 * What a person said while the line may have been cut: kept on the device until the service has answered it.
 *
 * Every entry has a key of its own, made when it was said, so that saying it again does it once (PAT-08). Entries leave
 * in the order in which they were said; the first that cannot be delivered holds up those behind it. What is urgent leaves
 * beside the others, so that neither a long queue nor a call that hangs keeps it (LIV-07); so do files, which take long.
 */
import type { Waits } from "./stores.ts";

/** Files that go after an entry: to a place below what it made, which only the service's answer names. */
export interface Files {
  readonly to: string;
  readonly all: readonly Blob[];
}

/** What waits for nothing of another lane. */
export type Lane = "urgent" | "plain" | "file";

export interface Entry {
  readonly key: string;
  /** Whose it is: another person on the same device never sends it. */
  readonly person: string;
  /** A call for help waits behind nothing that is not one. */
  readonly urgent?: boolean;
  readonly method: "POST" | "PUT" | "DELETE";
  readonly path: string;
  /** A file is sent as it is, everything else as JSON. */
  readonly body: unknown;
  readonly files?: Files;
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
  readonly #flushing = new Map<Lane, Promise<Outcome[]>>();

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
   * Deliver what waits in a lane, as far as that goes; whoever asks meanwhile, asks for another round after this one.
   */
  flush(person: string, lane: Lane = "plain"): Promise<Outcome[]> {
    const round = (this.#flushing.get(lane) ?? Promise.resolve([])).then(() => this.#round(person, lane));
    this.#flushing.set(lane, round);
    return round;
  }

  async #round(person: string, lane: Lane): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const entry of (await this.unsent(person)).filter((each) => laneOf(each) === lane)) {
      const outcome = await this.#deliver(entry);
      outcomes.push(outcome);
      if (outcome.type === "later") break;
      // Before the entry goes: a device that stops in between says it again, is answered alike, and the service takes
      // the same file once.
      if (outcome.type === "done") for (const file of filesAfter(entry, outcome.answer)) await this.say(file);
      await this.#store.remove(entry.key);
    }
    return outcomes;
  }
}

const laneOf = ({ urgent, body }: Entry): Lane => (urgent === true ? "urgent" : body instanceof Blob ? "file" : "plain");

function filesAfter({ person, path, files }: Entry, answer: unknown): Omit<Entry, "key" | "saidAt">[] {
  if (files === undefined || typeof answer !== "object" || answer === null) return [];
  if (!("id" in answer) || typeof answer.id !== "string") return [];
  const place = `${path}/${answer.id}/${files.to}`;
  return files.all.map((body) => ({ person, method: "POST", path: place, body }));
}
