/** What a dropped file holds: routes to patrol along. GPX and KML become GeoJSON first; reading that is pure. */
import type { PatrolClass } from "@deconflict/sdk";
import { gpx, kml } from "@tmcw/togeojson";
import type { Spot } from "./distance.ts";
import { type Draft, MINUTE_MS, nextDeparture, point, shifted } from "./draft.ts";

/** A route of a file. What it does not say is null; its times are milliseconds since 1970, one for each spot. */
export interface Route {
  readonly name: string | null;
  readonly spots: readonly Spot[];
  readonly times: readonly number[] | null;
  readonly unit: string | null;
  readonly timeToleranceS: number | null;
  readonly lateralToleranceM: number | null;
  readonly purpose: PatrolClass | null;
}

/** A file without a route, or that cannot be read. */
export class NoRoute extends Error {
  override readonly name = "NoRoute";
}

const MOST_BYTES = 20 * 1024 * 1024;
const PURPOSES: readonly PatrolClass[] = ["routine", "escort", "relief", "logistics", "training", "hot_pursuit"];

export async function routesIn(file: File): Promise<readonly Route[]> {
  if (file.size > MOST_BYTES) throw new NoRoute(file.name);
  const routes = routesOf(parsed(await file.text(), file.name));
  if (routes.length === 0) throw new NoRoute(file.name);
  return routes;
}

function parsed(text: string, name: string): unknown {
  if (!text.trimStart().startsWith("<")) return json(text, name);
  const tree = new DOMParser().parseFromString(text, "text/xml");
  if (tree.querySelector("parsererror") !== null) throw new NoRoute(name);
  return tree.documentElement.localName.toLowerCase() === "gpx" ? gpx(tree) : kml(tree);
}

function json(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NoRoute(name);
  }
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (said: unknown): said is Fields => typeof said === "object" && said !== null;
const fields = (said: unknown): Fields => (isFields(said) ? said : {});
const list = (said: unknown): readonly unknown[] => (Array.isArray(said) ? said : []);

/** Every route of GeoJSON, lines first; without a line the points, in their order, are one. */
export function routesOf(said: unknown): readonly Route[] {
  const { type, features } = fields(said);
  const all = type === "FeatureCollection" ? list(features).map(fields) : [type === "Feature" ? fields(said) : { geometry: said }];
  const lines = all.flatMap(linesOf).filter(({ spots }) => spots.length > 1);
  if (lines.length > 0) return lines;
  const points = all.flatMap(({ geometry }) => (fields(geometry)["type"] === "Point" ? spotsOf([fields(geometry)["coordinates"]]) : []));
  return points.length > 1 ? [{ ...UNSAID, spots: points }] : [];
}

const UNSAID = { name: null, times: null, unit: null, timeToleranceS: null, lateralToleranceM: null, purpose: null };

function linesOf(feature: Fields): Route[] {
  const { type, coordinates } = fields(feature["geometry"]);
  const said = fields(feature["properties"]);
  const { times } = fields(said["coordinateProperties"]);
  if (type === "LineString") return [routeOf(coordinates, times, said)];
  if (type !== "MultiLineString") return [];
  return list(coordinates).map((part, index) => routeOf(part, list(times)[index], said));
}

function routeOf(coordinates: unknown, times: unknown, said: Fields): Route {
  const spots = spotsOf(list(coordinates));
  const known = list(times).map((time) => Date.parse(String(time)));
  return {
    name: text(said["name"]),
    spots,
    times: known.length === spots.length && !known.some(Number.isNaN) ? known : null,
    unit: text(said["unit"]),
    timeToleranceS: number(said["time_tolerance_s"]),
    lateralToleranceM: number(said["lateral_tolerance_m"]),
    purpose: PURPOSES.find((purpose) => purpose === said["class"]) ?? null,
  };
}

const spotsOf = (coordinates: readonly unknown[]): Spot[] =>
  coordinates.flatMap((each) => {
    const [lon, lat] = list(each);
    return typeof lon === "number" && typeof lat === "number" ? [{ lon, lat }] : [];
  });

const text = (said: unknown): string | null => (typeof said === "string" && said.trim() !== "" ? said.trim() : null);
const number = (said: unknown): number | null => (typeof said === "number" && Number.isFinite(said) ? said : null);

/** A draft along a route. Times that are over, as of a recorded track, begin at the next departure instead. */
export function along(draft: Draft, route: Route, units: readonly { id: string; callsign: string }[], now: number): Draft {
  const unit = units.find(({ id, callsign }) => id === route.unit || callsign === route.unit)?.id ?? draft.unit;
  const points = route.spots.map((spot, index) => ({ ...point(index + 1, spot), at: route.times?.[index] ?? null }));
  const filled: Draft = {
    ...draft,
    unit,
    points,
    timing: route.times === null ? "speed" : "each",
    timeToleranceMin: route.timeToleranceS === null ? draft.timeToleranceMin : route.timeToleranceS / 60,
    lateralToleranceM: route.lateralToleranceM ?? draft.lateralToleranceM,
    purpose: route.purpose ?? draft.purpose,
  };
  const start = route.times?.[0] ?? now;
  return start < now - MINUTE_MS ? shifted(filled, nextDeparture(now) - start) : filled;
}
