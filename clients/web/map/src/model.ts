/** What can be shown on the map, as values. Nothing here knows how it is drawn. */
import type { Urgency } from "@deconflict/sdk";

/** Longitude before latitude, in degrees. */
export type Point = readonly [lon: number, lat: number];
export type Bounds = readonly [west: number, south: number, east: number, north: number];
export type Grade = Urgency;

/** What everything on the map has: its colour says the grade and nothing else; without one it is plain. */
export interface Marked {
  readonly id: string;
  readonly grade: Grade | null;
  /** A few words that stand beside it. */
  readonly text: string;
}

export interface ZoneMark extends Marked {
  /** The outer ring first; each ring ends where it began. */
  readonly outline: readonly (readonly Point[])[];
}

export interface RouteMark extends Marked {
  readonly line: readonly Point[];
  /** How far to either side the plan allows the unit to be, in metres. */
  readonly halfWidth_m: number;
  /** The part of the line where the unit may be at the shown time: see `stretchAt`. Empty: nowhere on it. */
  readonly stretch: readonly Point[];
}

/** A way that was gone or planned before: drawn faintly, to be seen and to be snapped to, never pressed on. */
export interface PastMark extends Marked {
  readonly line: readonly Point[];
}

export interface UnitMark extends Marked {
  readonly at: Point;
  /** Where it heads, clockwise from north; null where that is not known. */
  readonly course_deg: number | null;
  /** Not heard for so long that it may be elsewhere: drawn dashed. */
  readonly old: boolean;
}

/** A cell of the grid in which overlaps are told. */
export interface CellMark extends Marked {
  readonly column: number;
  readonly row: number;
}

export type PointSort = "conflict" | "encounter" | "sos" | "place";

export interface PointMark extends Marked {
  readonly at: Point;
  readonly sort: PointSort;
}

export type Layer =
  | { readonly kind: "zones"; readonly features: readonly ZoneMark[] }
  | { readonly kind: "past"; readonly features: readonly PastMark[] }
  | { readonly kind: "routes"; readonly features: readonly RouteMark[] }
  | { readonly kind: "cells"; readonly features: readonly CellMark[] }
  | { readonly kind: "units"; readonly features: readonly UnitMark[] }
  | { readonly kind: "points"; readonly features: readonly PointMark[] };
export type Kind = Layer["kind"];

/** From what lies lowest to what is drawn over everything else. */
export const KINDS = ["zones", "cells", "past", "routes", "units", "points"] as const satisfies readonly Kind[];
