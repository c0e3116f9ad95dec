/** How far apart two spots are. Good enough for times by speed; what decides is worked out by the service, exactly. */
export interface Spot {
  readonly lon: number;
  readonly lat: number;
}

const EARTH_M = 6_371_008.8;
const RADIANS = Math.PI / 180;

/** Metres along the great circle of a sphere: within 0.6 % of the ellipsoid. */
export function distanceM(a: Spot, b: Spot): number {
  const [north, east] = [(b.lat - a.lat) * RADIANS, (b.lon - a.lon) * RADIANS];
  const chord = Math.sin(north / 2) ** 2 + Math.cos(a.lat * RADIANS) * Math.cos(b.lat * RADIANS) * Math.sin(east / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(chord)));
}

export const lengthM = (spots: readonly Spot[]): number =>
  spots.slice(1).reduce((sum, spot, index) => sum + distanceM(spots[index] ?? spot, spot), 0);
