/** Days and hours as people plan by them, in the zone of the device, and what the browser's own field for them takes. */
const DAY = { weekday: "short", day: "numeric", month: "short" } as const;
const HOUR = { hour: "2-digit", minute: "2-digit", hour12: false } as const;

export const dayOf = (ms: number, locale: string): string => new Intl.DateTimeFormat(locale, DAY).format(ms);

export const hourOf = (ms: number, locale: string): string => new Intl.DateTimeFormat(locale, HOUR).format(ms);

export const momentOf = (ms: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, { ...DAY, ...HOUR }).format(ms);

/** "Tue 1 Dec, 10:00–11:30"; the day is said again only when it is another. */
export const spanOf = (from: number, to: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, { ...DAY, ...HOUR }).formatRange(from, to);

export function zoneOf(ms: number, locale: string): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZoneName: "short" }).formatToParts(ms);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
}

const two = (part: number): string => `${part}`.padStart(2, "0");

/** What `<input type="datetime-local">` holds for a moment, by the device's own clock zone. */
export function fieldOf(ms: number | null): string {
  if (ms === null) return "";
  const at = new Date(ms);
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const hour = `${two(at.getHours())}:${two(at.getMinutes())}`;
  return at.getSeconds() === 0 ? `${day}T${hour}` : `${day}T${hour}:${two(at.getSeconds())}`;
}

export function readField(said: string): number | null {
  const ms = new Date(said).getTime();
  return said === "" || Number.isNaN(ms) ? null : ms;
}
