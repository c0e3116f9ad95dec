/**
 * How far along its plan a unit is: the waypoint it goes to next, how early or late it runs, how far it is off its way.
 * Pure: a plan, a place and a time → a few numbers.
 */
import type { Patrol } from "@deconflict/sdk";
import { bearingDeg, distanceM, type Place, stepTo } from "../place.ts";

export interface Waypoint extends Place {
  /** Milliseconds since 1970, by plan. */
  readonly time: number;
}

/** A place on the way, the leg it lies on, and when the plan says the unit is there. */
interface Reached {
  readonly leg: number;
  readonly offM: number;
  readonly time: number;
}

export interface Progress {
  /** Index of the waypoint that comes next; null at the end of the way. */
  readonly next: number | null;
  /** Later than planned; less than nothing: earlier. Null while it is not known where the unit is. */
  readonly lateMs: number | null;
  /** From the nearest place of the way. */
  readonly offM: number | null;
  readonly toNextM: number | null;
  readonly bearingDeg: number | null;
  /** When the next waypoint is reached at the pace of the plan, as late or early as now. */
  readonly expected: number | null;
}

/** Of two passages through one place the one that the time speaks for counts, when they are about as near. */
const ABOUT_AS_NEAR_M = 100;

export function wayOf({ plan }: Patrol): Waypoint[] {
  const { times } = plan.properties.coordinateProperties;
  return plan.geometry.coordinates.map(([lon, lat], index) => ({ lon, lat, time: Date.parse(times[index] ?? "") }));
}

function onLeg(from: Waypoint, to: Waypoint, leg: number, at: Place, now: number): Reached {
  const whole = stepTo(from, to);
  const walked = stepTo(from, at);
  const lengthM2 = whole.east ** 2 + whole.north ** 2;
  // A stay: all of its time is right.
  if (lengthM2 < 1) return { leg, offM: distanceM(from, at), time: Math.min(Math.max(now, from.time), to.time) };
  const along = (walked.east * whole.east + walked.north * whole.north) / lengthM2;
  const part = Math.min(Math.max(along, 0), 1);
  const offM = Math.hypot(walked.east - part * whole.east, walked.north - part * whole.north);
  return { leg, offM, time: from.time + part * (to.time - from.time) };
}

function reached(way: readonly Waypoint[], at: Place, now: number): Reached | null {
  const legs = way.slice(1).map((to, leg) => onLeg(way[leg] ?? to, to, leg, at, now));
  const nearest = Math.min(...legs.map(({ offM }) => offM));
  const near = legs.filter(({ offM }) => offM <= nearest + ABOUT_AS_NEAR_M);
  return near.sort((a, b) => Math.abs(a.time - now) - Math.abs(b.time - now))[0] ?? null;
}

/** Where the plan says that the unit goes next, when nobody knows where it is. */
function byTime(way: readonly Waypoint[], now: number): Progress {
  const next = way.findIndex(({ time }) => time > now);
  const expected = way[next]?.time ?? null;
  const unknown = { lateMs: null, offM: null, toNextM: null, bearingDeg: null };
  return { next: next < 0 ? null : next, expected, ...unknown };
}

export function progress(way: readonly Waypoint[], at: Place | null, now: number): Progress {
  const found = at === null ? null : reached(way, at, now);
  if (at === null || found === null) return byTime(way, now);
  const { offM } = found;
  const lateMs = now - found.time;
  const next = way.findIndex(({ time }, index) => index > found.leg && time > found.time);
  const goal = way[next];
  if (goal === undefined) return { next: null, lateMs, offM, toNextM: null, bearingDeg: null, expected: null };
  const ahead = { toNextM: distanceM(at, goal), bearingDeg: bearingDeg(at, goal), expected: goal.time + lateMs };
  return { next, lateMs, offM, ...ahead };
}
