/** How often a phone looks where it is, and which fixes it keeps while the line is cut. Pure. */
import type { Fix } from "@deconflict/sdk";
import { distanceM } from "../place.ts";

export interface Battery {
  /** From 0 to 1. */
  readonly level: number;
  readonly charging: boolean;
}

export interface Moving {
  /** Metres per second; null while it is not known. */
  readonly speed: number | null;
  /** Null where the browser does not tell. */
  readonly battery: Battery | null;
  /** Somebody is near: this is what positions are for. */
  readonly near: boolean;
}

const FAST_M_S = 8;
const WALKING_M_S = 1;
const FAST_S = 5;
const WALKING_S = 15;
const STANDING_S = 60;
/** Between fixes further apart than 5 minutes an encounter cannot be swept (LIV-02). */
const SELDOM_S = 240;

const LOW = 0.2;
const VERY_LOW = 0.1;

function thriftOf(battery: Battery | null): number {
  if (battery === null || battery.charging || battery.level >= LOW) return 1;
  return battery.level >= VERY_LOW ? 3 : 6;
}

/** Seconds until the next look. */
export function intervalS({ speed, battery, near }: Moving): number {
  if (near) return FAST_S;
  const wanted = speed !== null && speed >= FAST_M_S ? FAST_S : speed === null || speed >= WALKING_M_S ? WALKING_S : STANDING_S;
  return Math.min(wanted * thriftOf(battery), SELDOM_S);
}

/** What the device says, or else what two fixes say; null when neither tells. */
export function speedOf(fix: Fix, before: Fix | null): number | null {
  if (typeof fix.speed_m_s === "number") return fix.speed_m_s;
  const seconds = before === null ? 0 : (Date.parse(fix.at) - Date.parse(before.at)) / 1000;
  return before === null || seconds <= 0 ? null : distanceM(before, fix) / seconds;
}

/** How many fixes wait at the most: eight hours of driving. */
export const MOST = 6000;
/** What one call takes: small enough for a bad line. */
export const BATCH = 200;

/**
 * Which of the fixes that wait, in order, are given up when there are too many: every second one of the older half, so
 * that the track gets coarser and loses neither its beginning nor its end.
 */
export function givenUp<T>(waiting: readonly T[], most: number): T[] {
  if (waiting.length <= most) return [];
  return waiting.slice(0, Math.floor(waiting.length / 2)).filter((_, index) => index % 2 === 1);
}
