/**
 * Days and hours as people plan by them: in the deployment's zone, whatever the device's own is, since an hour that is
 * said on the telephone has to be everybody's. Pure.
 */
export interface Reader {
  readonly locale: string;
  /** IANA name. */
  readonly zone: string;
}

const DAY = { weekday: "short", day: "numeric", month: "short" } as const;
const HOUR = { hour: "2-digit", minute: "2-digit", hour12: false } as const;

type Shown = Intl.DateTimeFormatOptions;
const format = ({ locale, zone }: Reader, shown: Shown): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(locale, { ...shown, timeZone: zone });

export const hourOf = (ms: number, reader: Reader): string => format(reader, HOUR).format(ms);

export const momentOf = (ms: number, reader: Reader): string => format(reader, { ...DAY, ...HOUR }).format(ms);

/** "Tue 1 Dec, 10:00–11:30"; the day is said again only when it is another. */
export const spanOf = (from: number, to: number, reader: Reader): string =>
  format(reader, { ...DAY, ...HOUR }).formatRange(from, to);

export function zoneOf(ms: number, reader: Reader): string {
  const parts = format(reader, { timeZoneName: "short" }).formatToParts(ms);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
}

/** A locale whose numbers are those of ISO 8601: year, month, day, and hours to 23. */
const ISO = "sv-SE";
const FIELD: Shown = { dateStyle: "short", timeStyle: "medium" };

/** What `<input type="datetime-local">` holds for a moment. */
export function fieldOf(ms: number | null, zone: string): string {
  if (ms === null) return "";
  const said = format({ locale: ISO, zone }, FIELD).format(ms).replace(" ", "T");
  return said.endsWith(":00") ? said.slice(0, -3) : said;
}

/** The day of a moment as year-month-day, to be compared and counted with. */
export const dayOf = (ms: number, zone: string): string => fieldOf(ms, zone).slice(0, 10);

/** The moment that such a field names; of an hour that a clock change takes away or gives twice, one beside it. */
export function readField(said: string, zone: string): number | null {
  const asUtc = Date.parse(`${said}Z`);
  if (said === "" || Number.isNaN(asUtc)) return null;
  const ahead = (at: number): number => Date.parse(`${fieldOf(at, zone)}Z`) - Math.floor(at / 1000) * 1000;
  const guess = asUtc - ahead(asUtc);
  return asUtc - ahead(guess);
}
