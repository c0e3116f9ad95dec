/**
 * What one viewer knows, as a pure fold: (picture, event) → picture. No clock, no I/O, no order of its own making.
 *
 * The service's promise is *picture before + events = picture after*; `test/pairs.test.ts` holds this fold to it on
 * pairs taken from a running service. Events carry alerts and positions, a party's overlaps, and the conflicts of those
 * who are told of them. What they do not carry is left out (how far a conflict is answered) or stays as the last
 * picture said until the next one (the overlaps that the desk sees beside its conflicts; the facilitator's conflicts).
 */
import type { Event } from "./effects.ts";
import type { Alert, Conflict, ConflictAlert, Moved, Overlap, OverlapAlert, Picture, Position, Receipt } from "./wire.ts";
import { isConflict, isOverlap } from "./wire.ts";

/** A conflict that is not over, as its alerts tell it; the rest of it is had by reading it. */
export type KnownConflict = Omit<
  Conflict,
  "state" | "opened_at" | "updated_at" | "resolution" | "acknowledged" | "accepted" | "adjusts" | "assigned_by"
>;

/** How true the stream is: `since` is the service's time at which it was last known to be whole. */
export type Stream =
  | { readonly state: "live" }
  | { readonly state: "waiting" }
  | { readonly state: "lost"; readonly since: string | null }
  | { readonly state: "stopped"; readonly since: string | null; readonly why: "signed_out" | "bad_message" };

export interface Known {
  readonly epoch: string | null;
  /** The feed number that all of this is true at. */
  readonly seq: number;
  /** The service's time at the last heartbeat or picture. */
  readonly at: string | null;
  readonly stream: Stream;
  readonly alerts: ReadonlyMap<number, Alert>;
  readonly overlaps: ReadonlyMap<string, Overlap>;
  readonly conflicts: ReadonlyMap<string, KnownConflict>;
  readonly positions: ReadonlyMap<string, Position>;
}

/** How many alerts are kept at hand, the newest; older ones are had page by page. */
const ALERTS_KEPT = 1000;

export const NOTHING: Known = {
  epoch: null,
  seq: 0,
  at: null,
  stream: { state: "waiting" },
  alerts: new Map(),
  overlaps: new Map(),
  conflicts: new Map(),
  positions: new Map(),
};

export function fold(known: Known, event: Event): Known {
  switch (event.type) {
    case "refreshed":
      return refreshed(known, event.picture);
    case "alert":
      return told(known, event.alert);
    case "receipt":
      return acknowledged(known, event.receipt);
    case "moved":
      return moved(known, [event.position]);
    case "tick":
      return { ...known, at: event.at };
    case "live":
      return { ...known, stream: { state: "live" } };
    case "offline":
    case "stale":
      return { ...known, stream: lost(known) };
    case "stopped":
      return { ...known, stream: { state: "stopped", since: known.at, why: event.why } };
    case "missing":
    case "snoozed":
      return known;
  }
}

/** A picture replaces what was known; alerts of the same epoch keep their meaning, others lose it (IDN-05). */
function refreshed(known: Known, picture: Picture): Known {
  const sameFeed = known.epoch === picture.epoch && known.seq <= picture.seq;
  return {
    ...known,
    epoch: picture.epoch,
    seq: picture.seq,
    at: picture.at,
    alerts: sameFeed ? known.alerts : new Map(),
    overlaps: by(picture.overlaps, ({ id }) => id),
    conflicts: by(picture.conflicts.map(knownOf), ({ id }) => id),
    positions: by(picture.positions, ({ unit }) => unit),
  };
}

/** An alert counts in the queue always, in the picture only when the picture is not newer than it. */
function told(known: Known, alert: Alert): Known {
  const alerts = new Map(known.alerts).set(alert.seq, alert);
  if (alerts.size > ALERTS_KEPT) alerts.delete(Math.min(...alerts.keys()));
  if (alert.seq <= known.seq) return { ...known, alerts };
  const after = { ...known, alerts, epoch: alert.epoch, seq: alert.seq };
  if (isOverlap(alert)) return { ...after, overlaps: put(known.overlaps, overlapOf(alert), isLive(alert.state)) };
  if (isConflict(alert)) return { ...after, conflicts: put(known.conflicts, conflictOf(alert), isLive(alert.state)) };
  return after;
}

function acknowledged(known: Known, { epoch, seq, by, at }: Receipt): Known {
  const alert = known.alerts.get(seq);
  if (alert === undefined || alert.epoch !== epoch || alert.acknowledged !== null) return known;
  const alerts = new Map(known.alerts).set(seq, { ...alert, acknowledged: { by, at } });
  return { ...known, alerts, overlaps: answeredWith(known.overlaps, alert) };
}

/** An overlap is acknowledged with the alert of its present revision, never with an older one (IDN-05). */
function answeredWith(overlaps: Known["overlaps"], alert: Alert): Known["overlaps"] {
  if (!isOverlap(alert)) return overlaps;
  const overlap = overlaps.get(alert.overlap);
  if (overlap?.revision !== alert.revision || overlap.state !== "open") return overlaps;
  return new Map(overlaps).set(overlap.id, { ...overlap, state: "acknowledged" });
}

/** Of each unit the newest fix counts, whatever came first. Thousands a second are taken in together, at one copy. */
export function moved(known: Known, moves: readonly Moved[]): Known {
  const positions = new Map(known.positions);
  for (const { type: _type, ...position } of moves) {
    const before = positions.get(position.unit);
    if (before === undefined || Date.parse(before.at) < Date.parse(position.at)) positions.set(position.unit, position);
  }
  return { ...known, positions };
}

function lost(known: Known): Stream {
  const already = known.stream.state === "lost" || known.stream.state === "stopped";
  return already ? known.stream : { state: "lost", since: known.at };
}

/** A picture has what is not over; withheld is no all-clear, but nothing of it may be shown any more. */
const isLive = (state: ConflictAlert["state"] | OverlapAlert["state"]): boolean =>
  state !== "resolved" && state !== "ended" && state !== "withheld";

function overlapOf(alert: OverlapAlert): Overlap {
  const { overlap: id, reference, level, released_at } = alert;
  const { patrol, patrol_reference, hours, state, revision, areas, advice } = alert;
  const own = { patrol, patrol_reference, hours, state, revision, areas, advice };
  return { id, reference, level: level ?? 0, released_at, ...own };
}

function conflictOf(alert: ConflictAlert): KnownConflict {
  const { type, epoch, seq, kind, change, rings, released_at, received, seen, acknowledged, ...rest } = alert;
  const { conflict: id, patrol, state, ...exact } = rest;
  return { id, ...exact };
}

function knownOf(conflict: Conflict): KnownConflict {
  const { state, opened_at, updated_at, resolution, ...rest } = conflict;
  const { acknowledged, accepted, adjusts, assigned_by, ...known } = rest;
  return known;
}

function put<T extends { id: string }>(all: ReadonlyMap<string, T>, one: T, holds: boolean): ReadonlyMap<string, T> {
  const after = new Map(all);
  if (holds) after.set(one.id, one);
  else after.delete(one.id);
  return after;
}

const by = <T>(all: readonly T[], key: (one: T) => string): ReadonlyMap<string, T> =>
  new Map(all.map((one) => [key(one), one]));
