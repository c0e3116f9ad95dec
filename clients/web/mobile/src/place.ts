/** Distances and directions between places on the ground, good to a percent over the way of a patrol. Pure. */
import type { Octant } from "@deconflict/sdk";

export interface Place {
  readonly lon: number;
  readonly lat: number;
}

/** Metres east and north. */
interface Step {
  readonly east: number;
  readonly north: number;
}

/** Of a degree of latitude; the Earth's flattening changes it by half a percent. */
const DEGREE_M = 111_195;
const OCTANTS: readonly Octant[] = ["n", "ne", "e", "se", "s", "sw", "w", "nw"];

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** From one place to another; over the antimeridian the short way. */
export function stepTo(from: Place, to: Place): Step {
  const lon = ((((to.lon - from.lon + 180) % 360) + 360) % 360) - 180;
  const shrunk = Math.cos(radians((from.lat + to.lat) / 2));
  return { east: lon * DEGREE_M * shrunk, north: (to.lat - from.lat) * DEGREE_M };
}

export function distanceM(from: Place, to: Place): number {
  const { east, north } = stepTo(from, to);
  return Math.hypot(east, north);
}

/** Degrees, clockwise from north. */
export function bearingDeg(from: Place, to: Place): number {
  const { east, north } = stepTo(from, to);
  return (((Math.atan2(east, north) * 180) / Math.PI) + 360) % 360;
}

export const octantOf = (bearing: number): Octant => OCTANTS[Math.round(bearing / 45) % 8] ?? "n";

export const degreesOf = (octant: Octant): number => OCTANTS.indexOf(octant) * 45;

/** Whether a place lies in an area, by the corners of its edge. */
export function isInside(place: Place, ring: readonly (readonly [number, number])[]): boolean {
  const corners = ring.map(([lon, lat]) => stepTo(place, { lon, lat }));
  const crossings = corners.filter((a, index) => {
    const b = corners[(index + 1) % corners.length] ?? a;
    const crosses = a.north > 0 !== b.north > 0;
    return crosses && a.east + ((b.east - a.east) * -a.north) / (b.north - a.north) > 0;
  });
  return crossings.length % 2 === 1;
}

interface Seen extends Place {
  readonly at: string;
}

/** Where the unit was last, and how old that is: of what this phone found and what the service was told. */
export function newest(own: Seen | null, told: Seen | undefined, now: number): (Place & { ageMs: number }) | null {
  const all = [own, told].filter((each) => each != null);
  const last = all.sort((a, b) => Date.parse(b.at) - Date.parse(a.at))[0];
  return last === undefined ? null : { lon: last.lon, lat: last.lat, ageMs: Math.max(0, now - Date.parse(last.at)) };
}
