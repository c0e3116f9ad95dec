/** Where things lie on the Earth: along a leg, in a box, in a cell. Good to some metres, enough for a drawing. Pure. */
import type { Bounds, Point } from "./model.ts";

/** The grid in which overlaps are told: web mercator tiles of this zoom. */
export const GRID_ZOOM = 14;
const RADIUS_M = 6_371_008.8;
/** A leg is drawn straight on the map where it is shorter: the shortest way does not bow enough to be seen. */
const STRAIGHT_UP_TO_M = 20_000;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;
const degrees = (angle: number): number => (angle * 180) / Math.PI;

type Vector = readonly [number, number, number];

function vectorOf([lon, lat]: Point): Vector {
  const [l, p] = [radians(lon), radians(lat)];
  return [Math.cos(p) * Math.cos(l), Math.cos(p) * Math.sin(l), Math.sin(p)];
}

function angleBetween(a: Vector, b: Vector): number {
  const cross = Math.hypot(a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]);
  return Math.atan2(cross, a[0] * b[0] + a[1] * b[1] + a[2] * b[2]);
}

export const distanceM = (a: Point, b: Point): number => angleBetween(vectorOf(a), vectorOf(b)) * RADIUS_M;

/** The way to go first from one to the other: degrees clockwise from north. */
export function bearingDeg([lonA, latA]: Point, [lonB, latB]: Point): number {
  const [a, b, turn] = [radians(latA), radians(latB), radians(lonB - lonA)];
  const north = Math.cos(a) * Math.sin(b) - Math.sin(a) * Math.cos(b) * Math.cos(turn);
  return (degrees(Math.atan2(Math.sin(turn) * Math.cos(b), north)) + 360) % 360;
}

/** The point at that share, from 0 to 1, of the shortest way from one to the other. */
export function between(a: Point, b: Point, share: number): Point {
  const [from, to] = [vectorOf(a), vectorOf(b)];
  const angle = angleBetween(from, to);
  if (angle < 1e-12) return a;
  const [p, q] = [Math.sin((1 - share) * angle) / Math.sin(angle), Math.sin(share * angle) / Math.sin(angle)];
  const [x, y, z] = [p * from[0] + q * to[0], p * from[1] + q * to[1], p * from[2] + q * to[2]];
  const lon = degrees(Math.atan2(y, x));
  return [lon + 360 * Math.round((a[0] - lon) / 360), degrees(Math.atan2(z, Math.hypot(x, y)))];
}

/** A line that a map may draw straight from point to point: long legs get points of the shortest way. */
export function bowed(line: readonly Point[]): readonly Point[] {
  return line.flatMap((to, index) => {
    const from = line[index - 1];
    if (from === undefined) return [to];
    const parts = Math.ceil(distanceM(from, to) / STRAIGHT_UP_TO_M) || 1;
    return Array.from({ length: parts }, (_, part) => (part === parts - 1 ? to : between(from, to, (part + 1) / parts)));
  });
}

/** The smallest box around points, or null around none. */
export function boundsOf(points: Iterable<Point>): Bounds | null {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of points) {
    [west, east] = [Math.min(west, lon), Math.max(east, lon)];
    [south, north] = [Math.min(south, lat), Math.max(north, lat)];
  }
  return west <= east ? [west, south, east, north] : null;
}

/** A cell's corner towards the north-west. */
function corner(column: number, row: number): Point {
  const across = 2 ** GRID_ZOOM;
  return [(column / across) * 360 - 180, degrees(Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / across))))];
}

export function cellOutline(column: number, row: number): readonly Point[] {
  const [west, north] = corner(column, row);
  const [east, south] = corner(column + 1, row + 1);
  return [[west, north], [west, south], [east, south], [east, north], [west, north]];
}
