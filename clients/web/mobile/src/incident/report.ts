/** What a crew reports, from what was pressed and entered: an observation and nothing else (INC-01). Pure. */
import { type Confidence, type Entry, INCIDENTS, type IncidentKind, type IncidentReport, type Severity } from "@deconflict/sdk";

/** What cannot wait stands first. */
export const KINDS: readonly IncidentKind[] = [
  ...(["shots_fired", "mine_or_uxo", "medical", "accident", "checkpoint_dispute"] as const),
  ...(["detention", "vehicle_stopped", "crowd", "relief_need", "other"] as const),
];
export const SEVERITIES: readonly Severity[] = ["low", "moderate", "high", "critical"];
export const CONFIDENCES: readonly Confidence[] = ["certain", "probable", "possible"];
/** How long ago it happened, in minutes. */
const MINUTES_AGO = { now: 0, quarter: 15, hour: 60, hours: 180 } as const;
export type Age = keyof typeof MINUTES_AGO;
export const AGES: readonly Age[] = ["now", "quarter", "hour", "hours"];
export const MOST_WORDS = 500;

export interface Draft {
  readonly kind: IncidentKind;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly words: string;
  readonly age: Age;
}

/** Everything but the kind has an answer that may be left as it is. */
export const begun = (kind: IncidentKind): Draft => ({
  kind,
  severity: "moderate",
  confidence: "certain",
  words: "",
  age: "now",
});

type Spot = IncidentReport["observation"]["place"];

const MINUTE_MS = 60_000;
/** Characters that end a line or turn what follows round: the service takes none. */
const CONTROLS = /[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]+/g;

/** `now`: the service's time, as far as the phone knows it. */
export function reportOf(draft: Draft, unit: string, patrol: string | null, place: Spot, now: number): IncidentReport {
  const { kind, severity, confidence, words, age } = draft;
  const said = words.replace(CONTROLS, " ").trim().slice(0, MOST_WORDS);
  const happened_at = new Date(now - MINUTES_AGO[age] * MINUTE_MS).toISOString();
  return { unit, patrol, observation: { kind, severity, confidence, words: said, place: place ?? null, happened_at } };
}

/** A report that was refused, with the photos that it took along, or photos alone whose report is sent. */
export interface Kept {
  readonly key: string;
  readonly kind: IncidentKind | null;
  readonly saidAt: number;
  readonly photos: number;
  readonly refused: string;
  readonly entries: readonly Entry[];
}

/** What was refused and is on this phone alone: a report each, and the photos of a report that is sent together. */
export function keptIn(kept: readonly Entry[]): readonly Kept[] {
  const all = new Map<string, Kept>();
  for (const entry of kept.filter(({ path }) => path.startsWith(INCIDENTS))) {
    const isReport = entry.path === INCIDENTS;
    const kind = isReport ? (entry.body as IncidentReport).observation.kind : null;
    const one = isReport ? entry.key : entry.path;
    const before = all.get(one) ?? { key: one, kind, saidAt: entry.saidAt, photos: 0, refused: entry.refused ?? "", entries: [] };
    const photos = before.photos + (entry.files?.all.length ?? 1);
    all.set(one, { ...before, photos, entries: [...before.entries, entry] });
  }
  return [...all.values()];
}

export interface Waiting {
  readonly reports: readonly { readonly key: string; readonly kind: IncidentKind; readonly saidAt: number }[];
  readonly photos: number;
}

/** What of reports is on the phone alone: the reports themselves, and photos, also of reports that are sent. */
export function waitingIn(unsent: readonly Entry[]): Waiting {
  const reports = unsent.filter(({ path }) => path === INCIDENTS);
  const files = reports.flatMap(({ files: after }) => after?.all ?? []);
  const alone = unsent.filter(({ path, body }) => path.startsWith(`${INCIDENTS}/`) && body instanceof Blob);
  return {
    reports: reports.map(({ key, body, saidAt }) => ({ key, kind: (body as IncidentReport).observation.kind, saidAt })),
    photos: files.length + alone.length,
  };
}
