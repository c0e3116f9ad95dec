/** Where something is by the named places around it: which is nearest, how far off and which way. Pure. */
import { pointsOf } from "./geojson.ts";
import type { Bounds, Layer, Point } from "./model.ts";
import { bearingDeg, boundsOf, distanceM } from "./sphere.ts";

/** A town as the basemap has it. */
export interface Town {
  readonly at: Point;
  /** What it is called, by language; the basemap may know it in one alone. */
  readonly names: { readonly ar: string | null; readonly en: string | null };
  /** The zoom from which on the map writes its name. */
  readonly fromZoom: number;
}

export interface Near {
  readonly town: Town;
  readonly distanceM: number;
  /** Where one is, seen from the town: clockwise from north. */
  readonly bearingDeg: number;
}

/** The nearest town, however far; null where the map has none. */
export function nearest(towns: readonly Town[], at: Point): Near | null {
  const [first] = byDistance(towns, at);
  return first === undefined ? null : { ...first, bearingDeg: bearingDeg(first.town.at, at) };
}

function byDistance(towns: readonly Town[], at: Point): readonly { town: Town; distanceM: number }[] {
  const all = towns.map((town) => ({ town, distanceM: distanceM(town.at, at) }));
  return all.sort((a, b) => a.distanceM - b.distanceM);
}

/** Farther away a name would only make what is looked at small. */
const IN_VIEW_M = 150_000;

/**
 * A view with the same middle and a town in it whose name the map writes at that scale, so that one sees where on Earth
 * that is. `zoomOf`: how near such a view would come.
 */
export function withTown(view: Bounds, towns: readonly Town[], zoomOf: (view: Bounds) => number): Bounds {
  const [west, south, east, north] = view;
  const [lon, lat] = [(west + east) / 2, (south + north) / 2];
  const around = byDistance(towns, [lon, lat]).filter((each) => each.distanceM < IN_VIEW_M);
  for (const { town } of around) {
    const across = Math.max((east - west) / 2, Math.abs(town.at[0] - lon));
    const up = Math.max((north - south) / 2, Math.abs(town.at[1] - lat));
    const wider: Bounds = [lon - across, lat - up, lon + across, lat + up];
    if (town.fromZoom <= zoomOf(wider)) return wider;
  }
  return view;
}

/** What is longer than this is not at one place. */
const ONE_PLACE_M = 20_000;

export interface Spot {
  readonly at: Point;
  readonly text: string;
}

/** The one place where something on the map is; null for what is nowhere, or is a long way. */
export function spotOf(layers: readonly Layer[], id: string): Spot | null {
  const box = boundsOf(pointsOf(layers, id));
  if (box === null) return null;
  const [west, south, east, north] = box;
  if (distanceM([west, south], [east, north]) > ONE_PLACE_M) return null;
  const mark = layers.flatMap(({ features }) => features.filter((each) => each.id === id)).find(({ text }) => text !== "");
  return { at: [(west + east) / 2, (south + north) / 2], text: mark?.text ?? "" };
}

const OCTANTS = ["n", "ne", "e", "se", "s", "sw", "w", "nw"] as const;
export type Octant = (typeof OCTANTS)[number];

export const octantOf = (bearing: number): Octant => OCTANTS[Math.round(bearing / 45) % 8] ?? "n";
