/**
 * Keeps one feed going for as long as the page wants: the thin shell around `FeedSession`, from where alone a socket is
 * opened. It connects, reads, waits and carries out effects; every decision is the session's.
 */
import { type Api, Fault } from "./api.ts";
import { delayMs } from "./backoff.ts";
import type { Effect, Event } from "./effects.ts";
import { FeedSession } from "./session.ts";
import type { Cursor, Fact } from "./wire.ts";

/** What the line reads by HTTP. */
type Calls = Pick<Api, "picture" | "alerts" | "whoAmI">;

const SUBPROTOCOL = "deconflict.v1";
/** Two heartbeats of the service, which come every 5 s, and what a slow line adds: a dead link is told within 11 s. */
export const STALE_AFTER_MS = 10_500;
const LOOK_EVERY_MS = 500;

/** What a socket is to the line; the browser's own fits. */
export interface Socket {
  onopen: ((opened: globalThis.Event) => void) | null;
  onmessage: ((message: MessageEvent<unknown>) => void) | null;
  onclose: ((closed: CloseEvent) => void) | null;
  send(text: string): void;
  close(code?: number, reason?: string): void;
}

/** Everything the line has of the world; tests put their own in. */
export interface World {
  readonly dial: (subprotocol: string) => Socket;
  /** Milliseconds of a steady clock. */
  readonly now: () => number;
  readonly after: (ms: number, then: () => void) => () => void;
  readonly chance: () => number;
}

export class Line {
  readonly #api: Calls;
  readonly #world: World;
  readonly #told: (event: Event) => void;
  readonly #session: FeedSession;
  #socket: Socket | null = null;
  #opened = false;
  #left = false;
  /** Whether a pause is under way: one attempt at a time, however often it is hurried. */
  #waits = false;
  #stopLooking: () => void = () => undefined;
  #stopWaiting: () => void = () => undefined;

  constructor(api: Calls, world: World, told: (event: Event) => void) {
    this.#api = api;
    this.#world = world;
    this.#told = told;
    this.#session = new FeedSession(null, STALE_AFTER_MS, world.now());
  }

  start(): void {
    this.#look();
    void this.#begin();
  }

  /** Leave for good: nothing is told after this. */
  leave(): void {
    this.#left = true;
    this.#stopLooking();
    this.#stopWaiting();
    this.#socket?.close(1000);
  }

  /** The network is back, as the device or another answer of the service says: do not wait out the pause. */
  hurry(): void {
    if (!this.#waits || this.#left) return;
    this.#waits = false;
    this.#stopWaiting();
    void this.#again();
  }

  /** The device says that it has no network: told at once, and tried again, since devices err in this. */
  unplug(): void {
    this.#perform(this.#session.unplugged());
  }

  /** State what became of an alert that was told. */
  state(fact: Fact, alert: Cursor): void {
    this.#perform(this.#session.state(fact, alert));
  }

  #look(): void {
    this.#perform(this.#session.passed(this.#world.now()));
    this.#stopLooking = this.#world.after(LOOK_EVERY_MS, () => this.#look());
  }

  /** Read by HTTP what the session needs, then open the socket. */
  async #begin(): Promise<void> {
    try {
      for (let need = this.#session.need; need !== null && !this.#left; need = this.#session.need) {
        const read = need.read === "picture" ? await this.#pictured() : await this.#caughtUp(need.after);
        this.#perform(read);
      }
    } catch (fault) {
      this.#failed(fault);
      return;
    }
    if (!this.#left && this.#session.phase !== "stopped") this.#connect();
  }

  async #pictured(): Promise<Effect[]> {
    return this.#session.pictured(await this.#api.picture());
  }

  async #caughtUp(after: Cursor): Promise<Effect[]> {
    return this.#session.caughtUp(await this.#api.alerts(after));
  }

  #failed(fault: unknown): void {
    if (!(fault instanceof Fault)) throw fault;
    if (fault.code === "signed_out") {
      this.#perform(this.#session.stop("signed_out"));
      return;
    }
    if (fault.code === "epoch_changed") this.#session.epochChanged();
    this.#perform(this.#session.closed(null, fault.code));
    this.#later();
  }

  #connect(): void {
    const socket = this.#world.dial(SUBPROTOCOL);
    this.#socket = socket;
    this.#opened = false;
    socket.onopen = () => {
      this.#opened = true;
      this.#perform(this.#session.connected(this.#world.now()));
    };
    socket.onmessage = ({ data }) => this.#perform(this.#session.heard(data, this.#world.now()));
    socket.onclose = ({ code, reason }) => this.#closed(socket, code, reason);
  }

  #closed(socket: Socket, code: number, reason: string): void {
    if (this.#socket !== socket) return;
    this.#socket = null;
    this.#perform(this.#session.closed(code, reason));
    this.#later();
  }

  #later(): void {
    if (this.#left || this.#session.phase === "stopped") return;
    const wait = delayMs(this.#session.failures, this.#world.chance());
    this.#stopWaiting();
    this.#waits = true;
    this.#stopWaiting = this.#world.after(wait, () => this.hurry());
  }

  /** To a page a handshake that is refused for want of a session looks like any other failure: ask which it was. */
  async #again(): Promise<void> {
    if (!this.#opened) {
      try {
        await this.#api.whoAmI();
      } catch (fault) {
        this.#failed(fault);
        return;
      }
    }
    await this.#begin();
  }

  #perform(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (this.#left) return;
      switch (effect.do) {
        case "deliver":
          this.#told(effect.event);
          break;
        case "send":
          this.#socket?.send(JSON.stringify(effect.message));
          break;
        case "hangUp":
          this.#hangUp();
          break;
        case "askReceipts":
          void this.#askReceipts(effect.after);
          break;
      }
    }
  }

  /** A line that fell silent may take minutes to close in order: what it still says is not listened to. */
  #hangUp(): void {
    const socket = this.#socket;
    if (socket === null) return;
    socket.close(1000);
    this.#closed(socket, 1000, "");
  }

  async #askReceipts(after: Cursor): Promise<void> {
    try {
      this.#perform(this.#session.asked(after, await this.#api.alerts(after)));
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault; // the session asks again at the next tick
    }
  }
}
