/** Times as people read them. Pure, except for the hook that looks at the clock once a second. */
import type { TFunction } from "i18next";
import { useEffect, useState } from "react";

/** How long a unit may have been silent before it is marked as old. */
export const OLD_AFTER_MS = 60_000;

export type Span = { readonly unit: "seconds" | "minutes" | "hours"; readonly count: number };

/** The largest unit that says something: 75 s are a minute. */
export function spanOf(ms: number): Span {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return { unit: "seconds", count: seconds };
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? { unit: "minutes", count: minutes } : { unit: "hours", count: Math.floor(minutes / 60) };
}

export function ago(t: TFunction, ms: number): string {
  const { unit, count } = spanOf(ms);
  return t(`ago.${unit}`, { count });
}

/** 4:05 until then, or from an hour on 1 h 2 min, which nobody takes for a time of day; null when it has passed. */
export function countdown(t: TFunction, ms: number): string | null {
  if (ms <= 0) return null;
  const seconds = Math.ceil(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes >= 60) return t("countdown.long", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
  return `${minutes}:${`${seconds % 60}`.padStart(2, "0")}`;
}

let deployments: string | undefined;

/** From now on times are the deployment's, whatever the device's own zone is; one that the browser lacks is left. */
export function showTimesIn(zone: string): void {
  try {
    deployments = new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch (unknown) {
    if (!(unknown instanceof RangeError)) throw unknown;
  }
}

const inZone = (): { timeZone?: string } => (deployments === undefined ? {} : { timeZone: deployments });

/** An hour in the deployment's zone, which is said; before anybody has signed in, in the device's. */
export function clockTime(at: string, locale: string): string {
  const shown = { hour: "2-digit", minute: "2-digit", second: "2-digit", timeZoneName: "short" } as const;
  return new Intl.DateTimeFormat(locale, { ...shown, hour12: false, ...inZone() }).format(new Date(at));
}

/** An hour to the minute, in the zone of `clockTime`; short, for whoever reads it in passing. */
export function hourAndMinute(at: number, locale: string): string {
  const shown = { hour: "2-digit", minute: "2-digit", hour12: false, ...inZone() } as const;
  return new Intl.DateTimeFormat(locale, shown).format(at);
}

/** A day and an hour, in the zone of `clockTime`. */
export function dayAndHour(at: string, locale: string): string {
  const shown = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZoneName: "short" } as const;
  return new Intl.DateTimeFormat(locale, { ...shown, hour12: false, ...inZone() }).format(new Date(at));
}

/** The service's time, once a second, by the page's steady clock: a device's wrong clock shortens no countdown. */
export function useServiceTime(ahead: number | null): number | null {
  const [steady, setSteady] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setSteady(performance.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return ahead === null ? null : Math.max(steady, 0) + ahead;
}
