/**
 * Somebody's watch: the stream of one signed-in person, what is known by it, and what they answered but is not sent.
 * Everything the page shows of the service comes from here.
 */
import type { Api, Cursor, Entry, Event, Known, Lane, Moved, Outcome, Who } from "@deconflict/sdk";
import { useSyncExternalStore } from "react";
import { acknowledgementOf, BROWSER, DatabaseStore, Fault, fold, Line, moved, newKey, NOTHING, Outbox } from "@deconflict/sdk";

export interface Seen {
  readonly known: Known;
  readonly unsent: readonly Entry[];
  /** What was refused for good and is kept, since nothing else has its files. */
  readonly kept: readonly Entry[];
  /** Why the last answer that was refused for good was refused. */
  readonly refused: string | null;
  /** The service's clock minus the page's steady clock, in milliseconds; null until the service told its time. */
  readonly ahead: number | null;
  /** The parties' names by id, as far as they could be read. */
  readonly parties: ReadonlyMap<string, string>;
}

/** What is said to the service by the outbox: where, what, and which version it changes. */
export type Told = Pick<Entry, "method" | "path" | "body" | "version" | "urgent" | "files">;

const NOTHING_SEEN: Seen = { known: NOTHING, unsent: [], kept: [], refused: null, ahead: null, parties: new Map() };

const LANES = ["urgent", "plain", "file"] as const;
const TRY_EVERY_MS = 5000;
/** Positions are shown together, since the page is drawn anew each time: of few units soon, of thousands once a second. */
const SOONEST_MS = 200;
const LATEST_MS = 1000;
const PER_UNIT_MS = 0.2;

export class Watch {
  readonly who: Who;
  readonly api: Api;
  readonly #outbox: Outbox;
  readonly #line: Line;
  /** What somebody waits to learn the outcome of, by its key: whichever round delivers it. */
  readonly #asked = new Map<string, Outcome>();
  readonly #listeners = new Set<() => void>();
  #seen: Seen = NOTHING_SEEN;
  readonly #moves: Moved[] = [];
  #moving: ReturnType<typeof setTimeout> | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #started = false;
  #left = false;

  /** `before`: what a page that opens without the service still knows; nothing is sent until it is started. */
  constructor(api: Api, who: Who, before: Known = NOTHING) {
    this.who = who;
    this.#seen = { ...NOTHING_SEEN, known: before };
    this.api = api;
    this.#outbox = new Outbox(new DatabaseStore(indexedDB), (entry, ending) => api.deliver(entry, ending), newKey, Date.now);
    this.#line = new Line(api, BROWSER, (event) => this.#told(event));
  }

  start(): void {
    if (this.#left) return;
    this.#started = true;
    this.#line.start();
    void this.#flush();
    addEventListener("online", this.#online);
    addEventListener("offline", this.#unplugged);
    this.#timer = setInterval(() => void this.#retry(), TRY_EVERY_MS);
  }

  /** The service cannot be reached, so it is not known whether this person is still signed in. */
  cut(): void {
    this.#told({ type: "offline", code: null, reason: "unreachable" });
    void this.#flush();
  }

  /** Once this is over nothing more is sent in this person's name: the next request may carry another's session. */
  async leave(): Promise<void> {
    clearTimeout(this.#moving);
    this.#left = true;
    this.#line.leave();
    removeEventListener("online", this.#online);
    removeEventListener("offline", this.#unplugged);
    clearInterval(this.#timer);
    await this.#outbox.close();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly seen = (): Seen => this.#seen;

  /** Acknowledge alerts now, or as soon as the service can be reached. Never consent (ALR-03). */
  async acknowledge(epoch: string, seqs: readonly number[]): Promise<void> {
    for (const seq of seqs) await this.#keep("POST", acknowledgementOf(epoch, seq), undefined);
    await this.#flush();
  }

  /** State that an alert was shown; kept until the service has it, but not over a restart of the page. */
  saw(alert: Cursor): void {
    this.#line.state("seen", alert);
  }

  /** Say something to the service now, or as soon as it can be reached; it survives a restart of the device. */
  async say(method: Entry["method"], path: string, body: unknown): Promise<void> {
    await this.#keep(method, path, body);
    await this.#flush();
  }

  /**
   * Say something as `say` does, and learn what became of it: where it waits for the line, that it is kept.
   * Whoever asks shows the refusal beside what was entered, so the page's head does not repeat it.
   */
  async tell(said: Told): Promise<Outcome> {
    const entry = await this.#outbox.say({ ...said, person: this.who.person.id });
    this.#asked.set(entry.key, { type: "later", entry });
    await this.#flush();
    const outcome = this.#asked.get(entry.key) ?? { type: "later", entry };
    this.#asked.delete(entry.key);
    return outcome;
  }

  /** Never send what still waits. */
  async takeBack(key: string): Promise<void> {
    await this.#outbox.takeBack(key);
    await this.#showUnsent();
  }

  /** Let go of what was refused. */
  async discard(kept: readonly Entry[]): Promise<void> {
    await this.#outbox.takeBack(...kept.map(({ key }) => key));
    await this.#showUnsent({ refused: null });
  }

  /** Leave nothing of what this person said and did not get sent on this device. */
  async forget(): Promise<void> {
    await this.discard(await this.#outbox.all(this.who.person.id));
  }

  /** Say again what was refused. */
  async again(kept: readonly Entry[]): Promise<void> {
    for (const entry of kept) await this.#outbox.again(entry);
    this.#show({ refused: null });
    this.#outbox.hurry();
    await this.#flush();
  }

  async #keep(method: Entry["method"], path: string, body: unknown): Promise<void> {
    await this.#outbox.say({ person: this.who.person.id, method, path, body });
  }

  readonly #online = (): void => {
    this.#line.hurry();
    this.#outbox.hurry();
    void this.#flush();
  };

  readonly #unplugged = (): void => this.#line.unplug();

  /** Whatever else is told comes after the positions that were told before it. */
  #told(event: Event): void {
    if (event.type === "moved") return this.#keepMove(event.position);
    this.#takeMoves();
    const at = event.type === "tick" ? event.at : event.type === "refreshed" ? event.picture.at : null;
    const ahead = at === null ? this.#seen.ahead : Date.parse(at) - performance.now();
    this.#show({ known: fold(this.#seen.known, event), ahead });
    if (event.type === "refreshed") void this.#readParties();
    if (event.type !== "live") return;
    this.#outbox.hurry();
    void this.#flush();
  }

  #keepMove(move: Moved): void {
    this.#moves.push(move);
    const wait = Math.min(LATEST_MS, SOONEST_MS + this.#seen.known.positions.size * PER_UNIT_MS);
    this.#moving ??= setTimeout(() => this.#takeMoves(), wait);
  }

  #takeMoves(): void {
    clearTimeout(this.#moving);
    this.#moving = undefined;
    if (this.#moves.length > 0) this.#show({ known: moved(this.#seen.known, this.#moves.splice(0)) });
  }

  /** Names make the list easier to read; without them it still says who is heard, and the next picture asks again. */
  async #readParties(): Promise<void> {
    try {
      this.#show({ parties: new Map((await this.api.parties()).map(({ id, name }) => [id, name])) });
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault;
    }
  }

  async #retry(): Promise<void> {
    if (this.#seen.unsent.length > 0) await Promise.all(LANES.map((lane) => this.#deliver(lane, true)));
  }

  async #flush(): Promise<void> {
    await this.#showUnsent();
    if (!this.#started) return;
    await Promise.all([this.#deliver("urgent"), this.#deliver("plain")]);
    // Nobody waits for these: over a bad line a photo takes minutes, and no press makes it shorter.
    void this.#deliver("file", true);
  }

  async #deliver(lane: Lane, isRetry = false): Promise<void> {
    const { id } = this.who.person;
    const outcomes = await (isRetry ? this.#outbox.retry(id, lane) : this.#outbox.flush(id, lane));
    if (outcomes.length === 0) return;
    // What was answered shows that the service can be reached: the stream does not wait out its pause beside it.
    if (outcomes.some(({ type }) => type !== "later")) this.#line.hurry();
    const asked = outcomes.filter(({ entry }) => this.#asked.has(entry.key));
    for (const outcome of asked) this.#asked.set(outcome.entry.key, outcome);
    const others = outcomes.filter((outcome) => !asked.includes(outcome));
    await this.#showUnsent(refusalIn(others));
  }

  async #showUnsent(changed: Partial<Seen> = {}): Promise<void> {
    const all = await this.#outbox.all(this.who.person.id);
    const unsent = all.filter(({ refused }) => refused === undefined);
    this.#show({ unsent, kept: all.filter((entry) => !unsent.includes(entry)), ...changed });
  }

  #show(changed: Partial<Seen>): void {
    this.#seen = { ...this.#seen, ...changed };
    for (const listener of this.#listeners) listener();
  }
}

/** What a watch knows, for a part of a page that shows it. */
export function useSeen(watch: Watch): Seen {
  return useSyncExternalStore(watch.subscribe, watch.seen);
}

function refusalIn(outcomes: readonly Outcome[]): Partial<Seen> {
  const refused = outcomes.flatMap((outcome) => (outcome.type === "refused" ? [outcome.code] : []));
  const last = refused.at(-1);
  return last === undefined ? {} : { refused: last };
}
