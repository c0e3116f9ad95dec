/**
 * The feed as a state machine without I/O: the twin of the service's side of `/v1/live`.
 *
 * It reads no clock, opens nothing and never waits: the shell (`line.ts`) tells it what came and when, and carries out
 * the effects it returns. Kept true whatever the line does: within an epoch every alert is handed on exactly once and
 * in order (ALR-01); a statement never lands in another epoch (IDN-05); silence is told (ALR-07).
 */
import { type Effect, deliver, type Need, type RefreshReason } from "./effects.ts";
import { Statements } from "./statements.ts";
import { message, ringing, Unreadable } from "./wire.ts";
import type { Alert, Cursor, Fact, Feed, FromServer, Picture, Receipt, Welcome } from "./wire.ts";

export type Phase = "offline" | "greeting" | "live" | "behind" | "stopped";

/** Close codes that mean more than: connect again and resume. */
export const SIGNED_OUT = 4001;
export const AGREEMENT_CHANGED = 4003;
export const BAD_MESSAGE = 4400;

/** How many of the newest alerts are read when a page begins: older ones are had page by page. */
const HISTORY = 1000;

/** How many unanswered alerts, the newest, are asked about again after a reconnect. */
const RINGING_LIMIT = 256;

export class FeedSession {
  phase: Phase = "behind";
  /** Failed attempts in a row; the shell waits longer after each. */
  failures = 0;
  stale = false;
  readonly #staleAfterMs: number;
  readonly #statements = new Statements();
  readonly #ringing = new Set<number>();
  #epoch: string | null;
  #last: number;
  #trueAt: number;
  #lineAt: number;
  #asking: Cursor | null = null;
  #gapAt: number | null = null;
  #whyBehind: RefreshReason = "first";
  #pictureDue = true;
  #whyHungUp: string | null = null;
  #offlineTold = false;

  /** One viewer's feed after `cursor` (null: from its beginning); times are milliseconds of a steady clock. */
  constructor(cursor: Cursor | null, staleAfterMs: number, now: number) {
    this.#epoch = cursor?.epoch ?? null;
    this.#last = cursor?.seq ?? 0;
    this.#staleAfterMs = staleAfterMs;
    this.#trueAt = now;
    this.#lineAt = now;
  }

  /** The last alert handed on; null until an epoch is known. */
  get cursor(): Cursor | null {
    return this.#epoch === null ? null : { epoch: this.#epoch, seq: this.#last };
  }

  /** True while what was handed on is all there is, as far as a living line can tell. */
  get fresh(): boolean {
    return this.phase === "live" && !this.stale;
  }

  get need(): Need | null {
    if (this.phase !== "behind") return null;
    const cursor = this.cursor;
    return this.#pictureDue || cursor === null ? { read: "picture" } : { read: "alerts", after: cursor };
  }

  // The line

  /** The socket is open: say hello from where we are. */
  connected(now: number): Effect[] {
    this.phase = "greeting";
    this.#lineAt = now;
    this.#whyHungUp = null;
    return [{ do: "send", message: { type: "hello", epoch: this.#epoch, after: this.#last } }];
  }

  /** A message came; one that cannot be read ends the connection, as it may have been an alert. */
  heard(raw: unknown, now: number): Effect[] {
    if (this.phase !== "greeting" && this.phase !== "live") return [];
    this.#lineAt = now;
    let effects: Effect[];
    try {
      effects = this.#understand(message(raw));
    } catch (fault) {
      if (!(fault instanceof Unreadable)) throw fault;
      effects = this.#hangUp(fault.message);
    }
    // Read afresh: understanding a message is what moves the phase.
    if ((this.phase as Phase) === "live") {
      this.#trueAt = now;
      this.stale = false;
    }
    return effects;
  }

  /** The socket is closed, or could not be opened (`code` null). */
  closed(code: number | null, reason: string): Effect[] {
    this.failures += 1;
    this.#statements.lineLost();
    if (code === SIGNED_OUT) return this.stop("signed_out");
    if (code === BAD_MESSAGE && this.phase !== "behind") return this.stop("bad_message");
    if (code === AGREEMENT_CHANGED) this.#fallBehind("agreement_changed");
    else if (this.phase !== "behind") this.phase = "offline";
    if (this.#offlineTold) return [];
    this.#offlineTold = true;
    return [deliver({ type: "offline", code, reason: this.#whyHungUp ?? reason })];
  }

  /** Nothing more can come until a person acts. */
  stop(why: "signed_out" | "bad_message"): Effect[] {
    this.phase = "stopped";
    return [deliver({ type: "stopped", why })];
  }

  /** The device has no network: no heartbeat need be waited for to know that nothing more comes (ALR-07). */
  unplugged(): Effect[] {
    return this.phase === "greeting" || this.phase === "live" ? this.#hangUp("the device has no network") : [];
  }

  /** Time has passed: tell silence, and end a connection that has fallen silent (ALR-07). */
  passed(now: number): Effect[] {
    const effects: Effect[] = [];
    const silentMs = now - this.#trueAt;
    if (!this.stale && silentMs >= this.#staleAfterMs) {
      this.stale = true;
      effects.push(deliver({ type: "stale", silentMs }));
    }
    const open = this.phase === "greeting" || this.phase === "live";
    if (open && now - this.#lineAt >= this.#staleAfterMs) effects.push(...this.#hangUp("the line fell silent"));
    return effects;
  }

  // Catching up by HTTP

  /** The picture was read: whose numbers still hold? */
  pictured(picture: Picture): Effect[] {
    if (this.#epoch !== null && picture.epoch !== this.#epoch) {
      this.#whyBehind = "new_epoch";
      this.#beginAgain();
    } else if (picture.seq < this.#last) {
      this.#whyBehind = "went_back";
      this.#beginAgain();
    }
    if (this.#epoch === null) this.#last = Math.max(0, picture.seq - HISTORY);
    this.#epoch = picture.epoch;
    this.#pictureDue = false;
    return [deliver({ type: "refreshed", picture, reason: this.#whyBehind })];
  }

  /** The alerts were asked for in an epoch that has passed: read the picture again. */
  epochChanged(): void {
    this.#fallBehind("new_epoch");
  }

  /** A page of alerts was read; one that brings nothing new ends the catching up. */
  caughtUp(page: Feed): Effect[] {
    if (page.epoch !== this.#epoch) {
      this.epochChanged();
      return [];
    }
    const before = this.#last;
    const effects = page.alerts.flatMap((alert) => this.#takeFromPage(alert));
    if (this.#last === before) this.phase = "offline";
    return effects;
  }

  /** The answer to `askReceipts`: tell which ringing alerts others answered meanwhile (ALR-05). */
  asked(after: Cursor, page: Feed): Effect[] {
    if (this.#asking === null || this.#asking.seq !== after.seq || this.#asking.epoch !== page.epoch) return [];
    this.#asking = null;
    const open = new Set(this.#unanswered());
    const effects = page.alerts.flatMap((alert) =>
      open.has(alert.seq) && alert.acknowledged !== null ? this.#settle(receiptOf(alert, alert.acknowledged)) : [],
    );
    const newest = page.alerts.at(-1);
    return newest === undefined ? effects : [...effects, ...this.#askReceipts(newest.seq)];
  }

  // What the person does

  /** State what became of an alert that was handed on; of any other number it says nothing. */
  state(fact: Fact, cursor: Cursor): Effect[] {
    if (cursor.epoch !== this.#epoch || cursor.seq < 1 || cursor.seq > this.#last) return [];
    this.#statements.state({ fact, seq: cursor.seq });
    return this.#sendOwed();
  }

  // Messages

  #understand(said: FromServer): Effect[] {
    if (this.phase === "greeting" && said.type !== "welcome" && said.type !== "error") {
      return this.#hangUp(`${said.type} before welcome`);
    }
    switch (said.type) {
      case "welcome":
        return this.#welcomed(said);
      case "alert":
        return this.#alerted(said);
      case "receipt":
        return said.epoch === this.#epoch ? this.#settle(said) : [];
      case "snooze":
        return said.epoch === this.#epoch ? [deliver({ type: "snoozed", snoozed: said })] : [];
      case "position":
        return [deliver({ type: "moved", position: said })];
      case "tick":
        return this.#ticked(said.at);
      case "error":
        return this.#warned(said.code);
      case "stored":
      case "refused":
        return []; // answers to positions, which this client does not send
      default:
        return ofALaterVersion(said);
    }
  }

  #welcomed({ epoch, recovered }: Welcome): Effect[] {
    if (!recovered || epoch !== (this.#epoch ?? epoch)) {
      this.#fallBehind("not_recovered");
      return this.#hangUp("the feed has to be read again");
    }
    this.phase = "live";
    this.#epoch = epoch;
    this.#offlineTold = false;
    const live = deliver({ type: "live", cursor: { epoch, seq: this.#last } });
    return [live, ...this.#sendOwed(), ...this.#askReceipts(0)];
  }

  #alerted(alert: Alert): Effect[] {
    if (alert.epoch !== this.#epoch) {
      this.#fallBehind("new_epoch");
      return this.#hangUp("the epoch changed");
    }
    if (alert.seq <= this.#last) return [];
    if (alert.seq === this.#last + 1) return [...this.#take(alert), ...this.#sendOwed()];
    if (this.#gapAt === this.#last) this.#fallBehind("gap");
    this.#gapAt = this.#last;
    return this.#hangUp(`alert ${alert.seq} came after ${this.#last}`);
  }

  #ticked(at: string): Effect[] {
    this.failures = 0;
    this.#statements.tick();
    const again: Effect[] = this.#asking === null ? [] : [{ do: "askReceipts", after: this.#asking }];
    return [deliver({ type: "tick", at }), ...again];
  }

  /** A close follows; a statement in an epoch that has just passed is no fault of the message. */
  #warned(code: string): Effect[] {
    this.#whyHungUp = code;
    if (code === "epoch_changed") this.#fallBehind("new_epoch");
    return [];
  }

  // Parts

  #take(alert: Alert): Effect[] {
    this.#last = alert.seq;
    this.failures = 0;
    this.#statements.state({ fact: "received", seq: alert.seq });
    if (ringing(alert)) {
      this.#ringing.add(alert.seq);
      if (this.#ringing.size > RINGING_LIMIT) this.#ringing.delete(Math.min(...this.#ringing));
    }
    return [deliver({ type: "alert", alert })];
  }

  #takeFromPage(alert: Alert): Effect[] {
    if (alert.seq <= this.#last) return [];
    const gap = alert.seq > this.#last + 1;
    const missing = { type: "missing", epoch: alert.epoch, first: this.#last + 1, last: alert.seq - 1 } as const;
    return [...(gap ? [deliver(missing)] : []), ...this.#take(alert)];
  }

  #settle(receipt: Receipt): Effect[] {
    this.#statements.confirm(receipt.seq);
    this.#ringing.delete(receipt.seq);
    return [deliver({ type: "receipt", receipt })];
  }

  #unanswered(): number[] {
    return [...this.#ringing, ...this.#statements.acknowledged];
  }

  #askReceipts(above: number): Effect[] {
    const open = this.#unanswered().filter((seq) => seq > above);
    if (this.#epoch === null || open.length === 0) return [];
    this.#asking = { epoch: this.#epoch, seq: Math.min(...open) - 1 };
    return [{ do: "askReceipts", after: this.#asking }];
  }

  #sendOwed(): Effect[] {
    const epoch = this.#epoch;
    if (this.phase !== "live" || epoch === null) return [];
    return this.#statements.takeOwed().map(({ fact, seq }) => ({ do: "send", message: { type: fact, epoch, seq } }));
  }

  #fallBehind(why: RefreshReason): void {
    this.phase = "behind";
    this.#whyBehind = why;
    this.#pictureDue = true;
    this.#asking = null;
  }

  #beginAgain(): void {
    this.#last = 0;
    this.#gapAt = null;
    this.#statements.clear();
    this.#ringing.clear();
  }

  #hangUp(reason: string): Effect[] {
    if (this.phase !== "behind") this.phase = "offline";
    this.#whyHungUp = reason;
    return [{ do: "hangUp", reason }];
  }
}

function receiptOf(alert: Alert, { by, at }: { by: string; at: string }): Receipt {
  return { type: "receipt", epoch: alert.epoch, seq: alert.seq, fact: "acknowledged", by, at };
}

/** A message of a kind that a later service may add is no reason to end the connection. */
function ofALaterVersion(_: never): Effect[] {
  return [];
}
