/** Which place of known lines somebody means who presses near one: its points first, then anywhere along it. Pure. */
import type { Bounds, Point } from "./model.ts";
import { boundsOf, bowed } from "./sphere.ts";

/** Where something is on the screen, in pixels. */
export interface Pixel {
  readonly x: number;
  readonly y: number;
}

/** A line as it can be snapped to. */
export interface Rail {
  readonly points: readonly Point[];
  /** The line as the map draws it, straight from each to the next. */
  readonly drawn: readonly Point[];
  readonly box: Bounds;
}

export interface Press {
  readonly at: Pixel;
  /** A box on the ground around all that is within reach. */
  readonly near: Bounds;
  readonly reach_px: number;
  readonly project: (point: Point) => Pixel;
}

export function railsOf(lines: readonly (readonly Point[])[]): readonly Rail[] {
  return lines.flatMap((points) => {
    const drawn = bowed(points);
    const box = boundsOf(drawn);
    return box === null ? [] : [{ points, drawn, box }];
  });
}

/** The place that is meant; null when nothing is within reach. */
export function snapped(rails: readonly Rail[], press: Press): Point | null {
  const close = rails.filter(({ box }) => meet(box, press.near));
  const points = close.flatMap(({ points }) => points.filter(([lon, lat]) => meet([lon, lat, lon, lat], press.near)));
  return nearest(points, press) ?? nearest(close.flatMap((rail) => alongOf(rail, press)), press);
}

function nearest(points: readonly Point[], { at, reach_px, project }: Press): Point | null {
  let [found, best]: [Point | null, number] = [null, reach_px];
  for (const point of points) {
    const { x, y } = project(point);
    const far = Math.hypot(x - at.x, y - at.y);
    if (far <= best) [found, best] = [point, far];
  }
  return found;
}

/** On each leg that comes near, the place that is nearest. */
function alongOf({ drawn }: Rail, press: Press): readonly Point[] {
  return drawn.slice(1).flatMap((to, index) => {
    const from = drawn[index] ?? to;
    const leg: Bounds = [Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.max(from[0], to[0]), Math.max(from[1], to[1])];
    return meet(leg, press.near) ? [onLeg(from, to, press)] : [];
  });
}

/** A leg that the map draws straight is short: between its ends degrees are as even as pixels. */
function onLeg(from: Point, to: Point, { at, project }: Press): Point {
  const [a, b] = [project(from), project(to)];
  const [east, south] = [b.x - a.x, b.y - a.y];
  const length = east ** 2 + south ** 2;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((at.x - a.x) * east + (at.y - a.y) * south) / length));
  return [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
}

const meet = (a: Bounds, b: Bounds): boolean => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
