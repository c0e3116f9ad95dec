/**
 * What the service would refuse a plan for (PAT-05), told while it is entered, under the service's own codes. Pure.
 * Where the two could differ by a rounding this one keeps still: the service decides.
 */
import type { FaultCode } from "@deconflict/sdk";
import { distanceM } from "./distance.ts";
import { type Draft, timesOf } from "./draft.ts";

export type Part = "unit" | "points" | "times" | "timeTolerance" | "lateralTolerance" | "whole";

/** Something that is wrong: which part of the form, and which waypoint where one is to blame. */
export interface Finding {
  readonly code: FaultCode | "place_missing";
  readonly part: Part;
  readonly index: number | null;
}

export const CAPS = { points: 2000, kmh: 200, days: 7, toleranceMin: 60, lateralM: 1000, postHours: 12, horizonDays: 30 };
const DAY_MS = 86_400_000;
/** Distances on the sphere are up to 0.6 % off. */
const SPHERE = 1.006;

export function findingsOf(draft: Draft, now: number): readonly Finding[] {
  return [...ofPlaces(draft), ...ofTimes(draft, now), ...ofSlack(draft)];
}

function ofPlaces({ unit, points }: Draft): Finding[] {
  const found: Finding[] = unit === "" ? [{ code: "unit_not_yours", part: "unit", index: null }] : [];
  if (points.length < 2) found.push({ code: "too_few_waypoints", part: "points", index: null });
  if (points.length > CAPS.points) found.push({ code: "too_many_waypoints", part: "points", index: CAPS.points });
  for (const [index, { spot }] of points.entries()) {
    if (spot === null) found.push({ code: "place_missing", part: "points", index });
    else if (!isOnMap(spot)) found.push({ code: "coordinate_out_of_range", part: "points", index });
  }
  return found;
}

/** Inside the range that the service takes; NaN is not. */
const isOnMap = ({ lon, lat }: { lon: number; lat: number }): boolean => Math.abs(lon) <= 180 && Math.abs(lat) <= 80;

function ofTimes(draft: Draft, now: number): Finding[] {
  const times = timesOf(draft);
  const at = (code: FaultCode, index: number): Finding => ({ code, part: "times", index });
  const start = times[0] ?? null;
  const found: Finding[] = [];
  for (const [index, time] of times.entries()) {
    if (time === null) {
      if (draft.timing === "each" || index === 0) found.push(at("times_missing", index));
      continue;
    }
    const before = times[index - 1] ?? null;
    if (before !== null && time < before) found.push(at("times_decreasing", index));
    else if (before !== null) found.push(...ofLeg(draft, index, time - before));
    if (start !== null && time - start > CAPS.days * DAY_MS) return [...found, at("too_long", index)];
  }
  if (start !== null && start > now + CAPS.horizonDays * DAY_MS) found.push(at("beyond_horizon", 0));
  return found;
}

/** A leg is named by the waypoint that it starts from, as the service does. */
function ofLeg({ points }: Draft, index: number, tookMs: number): Finding[] {
  const [from, to] = [points[index - 1]?.spot, points[index]?.spot];
  if (!from || !to) return [];
  const metres = distanceM(from, to);
  const kmh = metres === 0 ? 0 : (metres / 1000 / tookMs) * 3_600_000;
  if (kmh > CAPS.kmh * SPHERE) return [{ code: "too_fast", part: "times", index: index - 1 }];
  const dwells = metres === 0 && tookMs > CAPS.postHours * 3_600_000;
  return dwells ? [{ code: "dwell_too_long", part: "times", index: index - 1 }] : [];
}

function ofSlack({ timeToleranceMin: minutes, lateralToleranceM: metres }: Draft): Finding[] {
  const found: Finding[] = [];
  if (!(minutes >= 0 && minutes <= CAPS.toleranceMin)) {
    found.push({ code: "time_tolerance_out_of_range", part: "timeTolerance", index: null });
  }
  if (!(metres >= 0 && metres <= CAPS.lateralM)) {
    found.push({ code: "lateral_tolerance_out_of_range", part: "lateralTolerance", index: null });
  }
  return found;
}

const PLACE = /^\/geometry\/coordinates\/(\d+)/;
const TIME = /^\/properties\/coordinateProperties\/times\/(\d+)/;

/** The service's own refusal, put where its pointer (RFC 6901) says that it belongs. */
export function findingOf(code: FaultCode, pointer: string | null): Finding {
  const [place, time] = [PLACE.exec(pointer ?? ""), TIME.exec(pointer ?? "")];
  if (TIMES.has(code)) return { code, part: "times", index: Number(place?.[1] ?? time?.[1] ?? 0) };
  if (place) return { code, part: "points", index: Number(place[1]) };
  if (time) return { code, part: "times", index: Number(time[1]) };
  if (pointer === "/properties/unit") return { code, part: "unit", index: null };
  if (pointer?.startsWith("/properties/time_tolerance_s")) return { code, part: "timeTolerance", index: null };
  if (pointer?.startsWith("/properties/lateral_tolerance_m")) return { code, part: "lateralTolerance", index: null };
  return { code, part: BY_CODE[code] ?? "whole", index: null };
}

/** What the service says of a waypoint, though its time is to blame. */
const TIMES: ReadonlySet<FaultCode> = new Set(["times_decreasing", "too_fast", "too_long", "dwell_too_long", "times_missing"]);
const BY_CODE: Partial<Record<FaultCode, Part>> = {
  too_few_waypoints: "points",
  time_tolerance_out_of_range: "timeTolerance",
  lateral_tolerance_out_of_range: "lateralTolerance",
  beyond_horizon: "times",
};
