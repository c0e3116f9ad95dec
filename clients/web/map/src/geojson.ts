/** From what can be shown to what MapLibre draws: features with plain properties. Pure. */
import { type Bounds, type CellMark, type Kind, KINDS, type Layer, type Marked, type Point, type RouteMark } from "./model.ts";
import { boundsOf, bowed, cellOutline } from "./sphere.ts";

type Geometry =
  | { readonly type: "Point"; readonly coordinates: Point }
  | { readonly type: "LineString"; readonly coordinates: readonly Point[] }
  | { readonly type: "Polygon"; readonly coordinates: readonly (readonly Point[])[] };

export interface Feature {
  readonly type: "Feature";
  readonly geometry: Geometry;
  readonly properties: Readonly<Record<string, string | number | boolean>>;
}

export interface Features {
  readonly type: "FeatureCollection";
  readonly features: readonly Feature[];
}

const EQUATOR_M = 40_075_016.686;
const TILE_PX = 512;

const collection = (features: readonly Feature[]): Features => ({ type: "FeatureCollection", features });

const feature = (geometry: Geometry, { id, grade, text }: Marked, more: Feature["properties"] = {}): Feature => ({
  type: "Feature",
  geometry,
  properties: { id, text, grade: grade ?? "plain", ...more },
});

/** How many pixels of the whole world's map those metres are at a latitude; doubles with every zoom. */
export const pixelsAtZoom0 = (metres: number, lat: number): number =>
  (metres / (EQUATOR_M * Math.cos((lat * Math.PI) / 180))) * TILE_PX;

const isPost = (line: readonly Point[]): boolean => line.every(([lon, lat]) => lon === line[0]?.[0] && lat === line[0]?.[1]);

/** A line, and where it is now; who stays in one place all the time is a point, for a line without length is not drawn. */
function route(mark: RouteMark): readonly Feature[] {
  const [post] = mark.line;
  if (post !== undefined && isPost(mark.line)) return [feature({ type: "Point", coordinates: post }, mark, { part: "post" })];
  const lat = mark.line[0]?.[1] ?? 0;
  const wide = { width: pixelsAtZoom0(2 * mark.halfWidth_m, lat) };
  const way = feature({ type: "LineString", coordinates: bowed(mark.line) }, mark, { part: "way", ...wide });
  if (mark.stretch.length < 2) return [way];
  const now: Geometry = { type: "LineString", coordinates: bowed(mark.stretch) };
  return [way, feature(now, mark, { part: "stretch", ...wide })];
}

const cell = (mark: CellMark): Feature =>
  feature({ type: "Polygon", coordinates: [cellOutline(mark.column, mark.row)] }, mark);

function featuresOf(layer: Layer): readonly Feature[] {
  switch (layer.kind) {
    case "zones":
      return layer.features.map((mark) => feature({ type: "Polygon", coordinates: mark.outline }, mark));
    case "cells":
      return layer.features.map(cell);
    case "past":
      return layer.features.map((mark) => feature({ type: "LineString", coordinates: bowed(mark.line) }, mark));
    case "routes":
      return layer.features.flatMap(route);
    case "units":
      return layer.features.map((mark) =>
        feature({ type: "Point", coordinates: mark.at }, mark, {
          old: mark.old,
          heads: mark.course_deg !== null,
          course: mark.course_deg ?? 0,
        }),
      );
    case "points":
      return layer.features.map((mark) =>
        feature({ type: "Point", coordinates: mark.at }, mark, { sort: mark.sort }),
      );
  }
}

/** Everything of one kind, from however many layers. */
export const drawn = (layers: readonly Layer[], kind: Kind): Features =>
  collection(layers.filter((layer) => layer.kind === kind).flatMap(featuresOf));

export const NOTHING_DRAWN: Readonly<Record<Kind, Features>> = Object.fromEntries(
  KINDS.map((kind) => [kind, collection([])]),
) as Record<Kind, Features>;

/** What is where, for whoever wants to look at one thing: all its points. */
export function pointsOf(layers: readonly Layer[], id: string): readonly Point[] {
  return all(layers.map((layer) => only(layer, id)));
}

/** One layer with a single thing of it; thousands of others are not worked out for it. */
const only = (layer: Layer, id: string): Layer => ({ ...layer, features: layer.features.filter((mark) => mark.id === id) }) as Layer;

/** Where everything is that these layers show; null where they show nothing. */
export const boundsOfLayers = (layers: readonly Layer[]): Bounds | null => boundsOf(all(layers));

const all = (layers: readonly Layer[]): readonly Point[] =>
  layers.flatMap(featuresOf).flatMap(({ geometry }) => {
    switch (geometry.type) {
      case "Point":
        return [geometry.coordinates];
      case "LineString":
        return geometry.coordinates;
      case "Polygon":
        return geometry.coordinates.flat();
    }
  });
