/**
 * Tells the service where a unit is: looks by the schedule, keeps what the line does not take, sends it later in order.
 * The thin shell around `schedule.ts`; the device's own parts are put in by `device.ts` or a test.
 */
import { type Api, Fault, type FaultCode, type Fix, newKey, report, type Waits } from "@deconflict/sdk";
import { type Battery, BATCH, givenUp, intervalS, MOST, speedOf } from "./schedule.ts";

/** A fix that waits, with whose it is: another person on the same device never sends it. */
export interface KeptFix {
  readonly key: string;
  readonly person: string;
  readonly unit: string;
  readonly fix: Fix;
}

export type Trouble = "denied" | "unavailable" | FaultCode;

/** Everything the sharer has of the device. */
export interface Device {
  /** Where it is now; throws `NoPlace`. */
  readonly locate: () => Promise<Fix>;
  readonly battery: () => Promise<Battery | null>;
  /** Milliseconds since 1970, by the device. */
  readonly now: () => number;
  readonly after: (ms: number, then: () => void) => () => void;
}

export class NoPlace extends Error {
  override readonly name = "NoPlace";
  readonly why: "denied" | "unavailable";

  constructor(why: "denied" | "unavailable") {
    super(why);
    this.why = why;
  }
}

export interface Shared {
  readonly on: boolean;
  readonly unsent: number;
  /** The newest fix taken on this device. */
  readonly last: Fix | null;
  /** The device's time at which the service last took a fix. */
  readonly sentAt: number | null;
  /** Seconds from one look to the next, as things are. */
  readonly everyS: number | null;
  readonly trouble: Trouble | null;
}

const TRY_AGAIN_MS = 15_000;

export class Sharer {
  readonly #api: Api;
  readonly #store: Waits<KeptFix>;
  readonly #device: Device;
  readonly #person: string;
  readonly #unit: string;
  readonly #listeners = new Set<() => void>();
  #shared: Shared = { on: false, unsent: 0, last: null, sentAt: null, everyS: null, trouble: null };
  #near = false;
  #begun = false;
  #left = false;
  #stopWaiting: () => void = () => undefined;
  #stopTrying: () => void = () => undefined;
  #flushing: Promise<void> = Promise.resolve();

  constructor(api: Api, store: Waits<KeptFix>, device: Device, who: { person: string; unit: string }) {
    this.#api = api;
    this.#store = store;
    this.#device = device;
    this.#person = who.person;
    this.#unit = who.unit;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly shared = (): Shared => this.#shared;

  /** It is certain who is signed in: send what waits, also what an earlier page left, until it is sent. */
  begin(): void {
    this.#begun = true;
    void this.flush();
    this.#stopTrying = this.#device.after(TRY_AGAIN_MS, () => this.begin());
  }

  leave(): void {
    this.#left = true;
    this.#stopWaiting();
    this.#stopTrying();
  }

  switchTo(on: boolean): void {
    this.#show({ on, trouble: null, everyS: null });
    this.#stopWaiting();
    if (on) void this.#look();
  }

  /** Somebody is near, or not any more: look at once, and often. */
  approach(near: boolean): void {
    const hurry = near && !this.#near && this.#shared.on;
    this.#near = near;
    if (!hurry) return;
    this.#stopWaiting();
    void this.#look();
  }

  /** Say once where the unit is, whether its position is shared or not: a check-in. Null: nobody knows where. */
  async checkIn(): Promise<Fix | null> {
    const fix = await this.#taken();
    await this.flush();
    return fix;
  }

  flush(): Promise<void> {
    this.#flushing = this.#flushing.catch(() => undefined).then(() => this.#send());
    return this.#flushing;
  }

  async #look(): Promise<void> {
    const before = this.#shared.last;
    const fix = await this.#taken();
    const speed = fix === null ? null : speedOf(fix, before);
    const everyS = intervalS({ speed, battery: await this.#device.battery(), near: this.#near });
    if (!this.#shared.on || this.#left) return;
    this.#show({ everyS });
    this.#stopWaiting();
    this.#stopWaiting = this.#device.after(everyS * 1000, () => void this.#look());
    await this.flush();
  }

  async #taken(): Promise<Fix | null> {
    try {
      const fix = await this.#device.locate();
      await this.#store.put({ key: newKey(), person: this.#person, unit: this.#unit, fix });
      this.#show({ last: fix, trouble: null, unsent: this.#shared.unsent + 1 });
      return fix;
    } catch (fault) {
      if (!(fault instanceof NoPlace)) throw fault;
      this.#show({ trouble: fault.why });
      return null;
    }
  }

  /** In order, a batch at a time; what the service refuses stays, and is said. */
  async #send(): Promise<void> {
    if (this.#left) return;
    let waiting = await this.#waiting();
    if (!this.#begun) return;
    try {
      // Whoever left may be followed by another person, with another session.
      while (waiting.length > 0 && !this.#left) {
        const batch = waiting.filter(({ unit }) => unit === waiting[0]?.unit).slice(0, BATCH);
        const sent_at = new Date(this.#device.now()).toISOString();
        await report(this.#api, { unit: batch[0]?.unit ?? "", sent_at, fixes: batch.map(({ fix }) => fix), late: false });
        await this.#store.remove(...batch.map(({ key }) => key));
        this.#show({ sentAt: this.#device.now(), trouble: null });
        waiting = await this.#waiting();
      }
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault;
      this.#show({ trouble: fault.code });
    }
  }

  async #waiting(): Promise<readonly KeptFix[]> {
    const own = (await this.#store.all()).filter(({ person }) => person === this.#person);
    const gone = givenUp(own, MOST);
    await this.#store.remove(...gone.map(({ key }) => key));
    const left = own.filter((each) => !gone.includes(each));
    this.#show({ unsent: left.length });
    return left;
  }

  #show(changed: Partial<Shared>): void {
    this.#shared = { ...this.#shared, ...changed };
    for (const listener of this.#listeners) listener();
  }
}
