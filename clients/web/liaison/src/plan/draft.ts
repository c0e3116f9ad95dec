/** A patrol while it is being entered: points, times, slack. Pure; what it becomes is the plan the service takes. */
import type { PatrolClass, Plan } from "@deconflict/sdk";
import { distanceM, type Spot } from "./distance.ts";

/** A waypoint as entered: `typed` is what stands in its field, `spot` what it means once that is known. */
export interface Point {
  readonly id: number;
  readonly typed: string;
  readonly spot: Spot | null;
  /** Its own time in milliseconds since 1970; used when times are entered for each waypoint. */
  readonly at: number | null;
}

export interface Draft {
  /** The unit's id; empty while none is chosen. */
  readonly unit: string;
  readonly points: readonly Point[];
  /** From departure and speed, or entered for each waypoint. */
  readonly timing: "speed" | "each";
  readonly departure: number | null;
  readonly speedKmh: number;
  readonly timeToleranceMin: number;
  readonly lateralToleranceM: number;
  readonly purpose: PatrolClass;
  readonly note: string;
}

export const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const QUARTER_MS = 15 * MINUTE_MS;
/** An hour's notice is what the service asks for without an agreement; a little more leaves time to enter the rest. */
const LEAD_MS = 70 * MINUTE_MS;

/** The next quarter of an hour that is not late. */
export const nextDeparture = (now: number): number => Math.ceil((now + LEAD_MS) / QUARTER_MS) * QUARTER_MS;

export function emptyDraft(now: number, unit = ""): Draft {
  return {
    unit,
    points: [point(1), point(2)],
    timing: "speed",
    departure: nextDeparture(now),
    speedKmh: 40,
    timeToleranceMin: 10,
    lateralToleranceM: 50,
    purpose: "routine",
    note: "",
  };
}

export const point = (id: number, spot: Spot | null = null, typed = spot === null ? "" : written(spot)): Point => ({
  id,
  typed,
  spot,
  at: null,
});

/** A spot the way it can be typed again: latitude first, to the metre. */
export const written = ({ lon, lat }: Spot): string => `${lat.toFixed(5)}, ${lon.toFixed(5)}`;

export const nextId = (points: readonly Point[]): number => Math.max(0, ...points.map(({ id }) => id)) + 1;

/** When the unit is due at each point; null where that is not known yet. */
export function timesOf(draft: Draft): readonly (number | null)[] {
  if (draft.timing === "each") return draft.points.map(({ at }) => at);
  const times: (number | null)[] = [];
  for (const [index, { spot }] of draft.points.entries()) {
    const before = draft.points[index - 1]?.spot;
    const since = times[index - 1];
    if (index === 0) times.push(draft.departure);
    else if (spot === null || !before || since === null || since === undefined || !(draft.speedKmh > 0)) times.push(null);
    else times.push(since + wholeSeconds((distanceM(before, spot) / 1000 / draft.speedKmh) * HOUR_MS));
  }
  return times;
}

const wholeSeconds = (ms: number): number => Math.round(ms / 1000) * 1000;

/** The same draft with a time for each waypoint, for whoever wants to change single ones. */
export function withOwnTimes(draft: Draft): Draft {
  const times = timesOf(draft);
  const points = draft.points.map((each, index) => ({ ...each, at: times[index] ?? null }));
  return { ...draft, timing: "each", points };
}

/** The whole patrol so much later, or earlier. */
export function shifted(draft: Draft, byMs: number): Draft {
  const own = withOwnTimes(draft);
  return { ...own, points: own.points.map((each) => ({ ...each, at: each.at === null ? null : each.at + byMs })) };
}

/** The body that the service takes; null while a place, a time or the unit is missing. */
export function planOf(draft: Draft): Plan | null {
  const times = timesOf(draft);
  const spots = draft.points.flatMap(({ spot }) => (spot === null ? [] : [[spot.lon, spot.lat]]));
  const known = times.flatMap((time) => (time === null ? [] : [new Date(time).toISOString()]));
  if (draft.unit === "" || spots.length !== draft.points.length || known.length !== spots.length) return null;
  return {
    type: "Feature",
    geometry: { type: "LineString", coordinates: spots },
    properties: {
      unit: draft.unit,
      coordinateProperties: { times: known },
      time_tolerance_s: draft.timeToleranceMin * 60,
      lateral_tolerance_m: draft.lateralToleranceM,
      class: draft.purpose,
      note: draft.note.trim() === "" ? null : draft.note.trim(),
      draft: false,
    },
  };
}

/** A plan as it was handed in, or as the service shows it. */
interface Written {
  readonly geometry: Plan["geometry"];
  readonly properties: Omit<Plan["properties"], "draft">;
}

/** A plan that the service has, to be changed. */
export function draftOf(plan: Written): Draft {
  const { properties } = plan;
  const points = plan.geometry.coordinates.map(([lon = 0, lat = 0], index) => ({
    ...point(index + 1, { lon, lat }),
    at: Date.parse(properties.coordinateProperties.times[index] ?? ""),
  }));
  return {
    ...emptyDraft(0, properties.unit),
    points,
    timing: "each",
    departure: points[0]?.at ?? null,
    timeToleranceMin: (properties.time_tolerance_s ?? 0) / 60,
    lateralToleranceM: properties.lateral_tolerance_m ?? 0,
    purpose: properties.class ?? "routine",
    note: properties.note ?? "",
  };
}

const WEEK_MS = 7 * 24 * HOUR_MS;

/** The same plan so many whole weeks later that it lies ahead, on the same day of the week and at the same hour. */
export function repeated(draft: Draft, now: number): Draft {
  const start = timesOf(draft)[0] ?? now;
  return shifted(draft, Math.max(1, Math.ceil((now - start) / WEEK_MS)) * WEEK_MS);
}
