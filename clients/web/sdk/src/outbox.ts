/**
 * What a person said while the line may have been cut: kept on the device until the service has answered it.
 *
 * Every entry has a key of its own, made when it was said, so that saying it again does it once (PAT-08). Entries leave
 * in the order in which they were said; the first that cannot be delivered holds up those behind it. What is urgent leaves
 * beside the others, so that neither a long queue nor a call that hangs keeps it (LIV-07); so do files, which take long.
 */
import { isOver, type Pause, pauseAfter } from "./pause.ts";
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
  /** Why the service refused it for good. Nothing else has its files, so it stays until its person lets it go. */
  readonly refused?: string;
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
  /** The patrol of one's own party that stands in the way, where the service names one. */
  readonly patrol: string | null;
}

/** What became of an entry: `later` keeps it; the others are final. */
export type Outcome =
  | { readonly type: "done"; readonly entry: Entry; readonly answer: unknown }
  | Refused
  | Later;

export interface Later {
  readonly type: "later";
  readonly entry: Entry;
  /** After how many seconds the service may be asked again, where it says so. */
  readonly afterS?: number | null;
}

/** `ending`: aborted when nothing may be sent any more. */
export type Deliver = (entry: Entry, ending: AbortSignal) => Promise<Outcome>;

/** A round that is under way, and the one that follows it, where somebody asked for it meanwhile. */
interface Rounds {
  readonly now: Promise<Outcome[]>;
  next: Promise<Outcome[]> | null;
}

export class Outbox {
  readonly #store: Store;
  readonly #deliver: Deliver;
  readonly #newKey: () => string;
  readonly #now: () => number;
  readonly #rounds = new Map<Lane, Rounds>();
  readonly #pauses = new Map<Lane, Pause>();
  readonly #ending = new AbortController();

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
    return (await this.all(person)).filter(({ refused }) => refused === undefined);
  }

  /** What of this person's is on this device: unsent, or refused and kept. */
  async all(person: string): Promise<readonly Entry[]> {
    return (await this.#store.all()).filter((entry) => entry.person === person);
  }

  /** Never send them: what is on its way by now may arrive all the same. */
  async takeBack(...keys: readonly string[]): Promise<void> {
    await this.#store.remove(...keys);
  }

  /** Say again what was refused: whoever refused it may have changed what it was refused for. */
  async again({ refused: _, ...entry }: Entry): Promise<void> {
    await this.#store.replace(entry.key, [entry]);
  }

  /**
   * Deliver what waits in a lane, as far as that goes; whoever asks meanwhile, asks for another round after this one,
   * and all who ask for the same.
   */
  flush(person: string, lane: Lane = "plain"): Promise<Outcome[]> {
    if (this.#isClosed) return Promise.resolve([]);
    const rounds = this.#rounds.get(lane);
    if (rounds === undefined) return this.#begin(person, lane);
    rounds.next ??= rounds.now.catch(() => []).then(() => this.#begin(person, lane));
    return rounds.next;
  }

  /** Deliver as `flush` does, unless a round is under way, or the lane was of no use a short while ago. */
  async retry(person: string, lane: Lane): Promise<Outcome[]> {
    const isTime = !this.#rounds.has(lane) && isOver(this.#pauses.get(lane), this.#now());
    return isTime ? this.flush(person, lane) : [];
  }

  /** The line is back: only what the service itself asked to wait for is waited for. */
  hurry(): void {
    for (const [lane, { isAsked }] of this.#pauses) if (!isAsked) this.#pauses.delete(lane);
  }

  /** Send nothing any more. Once this is over nothing is on its way: another person may use the device. */
  async close(): Promise<void> {
    this.#ending.abort();
    await Promise.allSettled([...this.#rounds.values()].flatMap(({ now, next }) => [now, next]));
  }

  get #isClosed(): boolean {
    return this.#ending.signal.aborted;
  }

  #begin(person: string, lane: Lane): Promise<Outcome[]> {
    const rounds: Rounds = { now: this.#round(person, lane), next: null };
    this.#rounds.set(lane, rounds);
    const over = (): void => {
      if (rounds.next === null) this.#rounds.delete(lane);
    };
    rounds.now.then(over, over);
    return rounds.now;
  }

  async #round(person: string, lane: Lane): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const entry of (await this.unsent(person)).filter((each) => laneOf(each) === lane)) {
      if (this.#isClosed) break;
      const outcome = await this.#deliver(entry, this.#ending.signal);
      outcomes.push((await this.#isSettled(outcome)) ? outcome : { type: "later", entry });
      if (outcome.type === "later") break;
    }
    this.#pause(lane, outcomes);
    return outcomes;
  }

  /**
   * Let go of what is answered. A device that is full, or stops, keeps it as it was: it is said again, answered alike,
   * and the service takes the same file once. It holds up nobody behind it.
   */
  async #isSettled(outcome: Outcome): Promise<boolean> {
    if (outcome.type === "later") return true;
    try {
      await this.#store.replace(outcome.entry.key, this.#left(outcome));
      return true;
    } catch {
      return false;
    }
  }

  /** What takes the place of an entry that is answered: its files, or itself while it is all that has them. */
  #left(outcome: Exclude<Outcome, Later>): readonly Entry[] {
    const { entry } = outcome;
    if (outcome.type === "refused") return hasFiles(entry) ? [{ ...entry, refused: outcome.code }] : [];
    return filesAfter(entry, outcome.answer).map((file) => ({ ...file, key: this.#newKey(), saidAt: entry.saidAt }));
  }

  #pause(lane: Lane, outcomes: readonly Outcome[]): void {
    const later = outcomes.find((outcome) => outcome.type === "later");
    if (later === undefined) this.#pauses.delete(lane);
    else this.#pauses.set(lane, pauseAfter(this.#pauses.get(lane), lane, later.afterS ?? null, this.#now()));
  }
}

const laneOf = ({ urgent, body }: Entry): Lane => (urgent === true ? "urgent" : body instanceof Blob ? "file" : "plain");

const hasFiles = ({ body, files }: Entry): boolean => body instanceof Blob || files !== undefined;

function filesAfter({ person, path, files }: Entry, answer: unknown): Omit<Entry, "key" | "saidAt">[] {
  if (files === undefined || typeof answer !== "object" || answer === null) return [];
  if (!("id" in answer) || typeof answer.id !== "string") return [];
  const place = `${path}/${answer.id}/${files.to}`;
  return files.all.map((body) => ({ person, method: "POST", path: place, body }));
}
