/** In which direction, and how far off, what an alert is about is, as far as the alert says. Pure. */
import { type Alert, isEncounter } from "@deconflict/sdk";
import { bearingDeg, degreesOf, distanceM, isInside, type Place } from "../place.ts";

export interface Where {
  /** Degrees from north; null where the alert does not say. */
  readonly bearing: number | null;
  readonly distanceM: number | null;
  /** The distance is at most that. */
  readonly atMost: boolean;
  /** Whether one stands in the area of a halt. */
  readonly inside: boolean;
}

const NOWHERE: Where = { bearing: null, distanceM: null, atMost: false, inside: false };

export function whereOf(alert: Alert, here: Place | null): Where {
  if (isEncounter(alert)) {
    const { octant, within_m, other } = alert;
    if (octant !== null && within_m !== null) {
      return { ...NOWHERE, bearing: degreesOf(octant), distanceM: within_m, atMost: true };
    }
    // How close the two will come is no distance from here: the alert says that beside its countdown.
    return { ...NOWHERE, bearing: other?.bearing_deg ?? null };
  }
  if ("sos" in alert && alert.place !== null && here !== null) return towards(here, alert.place);
  if ("halt" in alert && here !== null) return ofHalt(here, alert.area.map(([lon = 0, lat = 0]) => [lon, lat] as const));
  return NOWHERE;
}

const towards = (here: Place, there: Place): Where => ({
  ...NOWHERE,
  bearing: bearingDeg(here, there),
  distanceM: distanceM(here, there),
});

/** To the nearest corner: enough to know which way not to go. */
function ofHalt(here: Place, ring: readonly (readonly [number, number])[]): Where {
  if (isInside(here, ring)) return { ...NOWHERE, inside: true };
  const corners = ring.map(([lon, lat]) => towards(here, { lon, lat }));
  return corners.sort((a, b) => (a.distanceM ?? 0) - (b.distanceM ?? 0))[0] ?? NOWHERE;
}
