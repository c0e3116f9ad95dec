/** The phone's own position, battery and clock, as the sharer takes them. Decides nothing. */
import type { Fix } from "@deconflict/sdk";
import type { Battery } from "./schedule.ts";
import { type Device, NoPlace } from "./sharer.ts";

/** A fix that is older says where the unit was. */
const OLDEST_MS = 4000;
const WITHIN_MS = 25_000;

interface WithBattery {
  getBattery?: () => Promise<Battery>;
}

function fixOf({ coords, timestamp }: GeolocationPosition): Fix {
  const { longitude: lon, latitude: lat, accuracy: accuracy_m, speed, heading } = coords;
  const known = (value: number | null): number | null => (value === null || Number.isNaN(value) ? null : value);
  const [speed_m_s, course_deg] = [known(speed), known(heading)];
  return { at: new Date(timestamp).toISOString(), lon, lat, accuracy_m, speed_m_s, course_deg };
}

function locate(): Promise<Fix> {
  return new Promise((found, failed) => {
    // On a plain http address a browser tells nobody where it is.
    if (!("geolocation" in navigator) || !isSecureContext) return failed(new NoPlace("unavailable"));
    const options = { enableHighAccuracy: true, maximumAge: OLDEST_MS, timeout: WITHIN_MS };
    navigator.geolocation.getCurrentPosition(
      (position) => found(fixOf(position)),
      ({ code, PERMISSION_DENIED }) => failed(new NoPlace(code === PERMISSION_DENIED ? "denied" : "unavailable")),
      options,
    );
  });
}

async function battery(): Promise<Battery | null> {
  return (await (navigator as WithBattery).getBattery?.()) ?? null;
}

function after(ms: number, then: () => void): () => void {
  const timer = setTimeout(then, ms);
  return () => clearTimeout(timer);
}

export const PHONE: Device = { locate, battery, now: Date.now, after };
