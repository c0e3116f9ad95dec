/** The map for every page. What draws it is a chunk of its own, loaded when it is first shown. */
export { placeAt, stretchAt, type TimedPlan, timedPlan } from "./corridor.ts";
export { boundsOfLayers } from "./geojson.ts";
export { DrawRoute, type MapProps, MapView } from "./MapView.tsx";
export type {
  Bounds,
  CellMark,
  Grade,
  Layer,
  Marked,
  PastMark,
  Point,
  PointMark,
  PointSort,
  RouteMark,
  UnitMark,
  ZoneMark,
} from "./model.ts";
export { between, boundsOf, distanceM } from "./sphere.ts";
export { MAP_WORDS } from "./texts/index.ts";
