/** Which alerts ask for an answer, and in which order a person should look at them. Pure. */
import { type Alert, isConflict, isEncounter, isHalt, isIncident, isOverdue, isSos, ringing, type Severity } from "./wire.ts";

/** How soon somebody should look; the words are those of the design's grades. */
export type Urgency = "critical" | "caution" | "advisory";

const RANK: Readonly<Record<Urgency, number>> = { critical: 0, caution: 1, advisory: 2 };

/** Of what is critical, in this order before all else: who calls for help, who has to stop, who meets now. */
const FIRST: readonly Alert["kind"][] = ["sos", "halt", "encounter"];

const GRAVITY: Readonly<Record<Severity, Urgency>> = {
  low: "advisory",
  moderate: "advisory",
  high: "caution",
  critical: "critical",
};

export function urgencyOf(alert: Alert): Urgency {
  if (alert.kind === "all_clear" || alert.kind === "withheld") return "advisory";
  if (alert.kind === "sos" || alert.kind === "halt") return "critical";
  if (isEncounter(alert)) return alert.sight === "area" ? "caution" : "critical";
  if (isConflict(alert)) return alert.grade;
  if (isIncident(alert)) return GRAVITY[alert.observation.severity];
  if (isOverdue(alert)) return alert.beyond_reach ? "critical" : "caution";
  return alert.rings ? "caution" : "advisory";
}

/** When it happens, where that is known: the earlier, the sooner it is looked at. */
export function happensAt(alert: Alert): string | null {
  if (alert.kind === "all_clear") return null;
  if (isEncounter(alert)) return alert.state === "open" ? alert.closest_at : null;
  if (isConflict(alert)) return alert.at_a.time;
  return null;
}

/** What alerts of one feed have in common when they speak of the same thing. */
export function matterOf(alert: Alert): string {
  if (isEncounter(alert)) return alert.encounter;
  if (isConflict(alert)) return alert.conflict;
  if (isOverdue(alert)) return alert.overdue;
  if (isSos(alert)) return alert.sos;
  if (isHalt(alert)) return alert.halt;
  if (isIncident(alert)) return alert.incident;
  return "overlap" in alert && alert.overlap !== null ? alert.overlap : `${alert.seq}`;
}

/**
 * The alerts that still ring, most urgent first; of one matter only the newest, since it says all that holds.
 * An older one that rings too is answered with it: `seqs` names every number that the answer is for.
 */
export interface Waiting {
  readonly alert: Alert;
  readonly urgency: Urgency;
  readonly seqs: readonly number[];
}

export function queue(alerts: Iterable<Alert>): Waiting[] {
  const matters = new Map<string, Alert[]>();
  for (const alert of alerts) {
    const matter = matterOf(alert);
    matters.set(matter, [...(matters.get(matter) ?? []), alert]);
  }
  return [...matters.values()].flatMap(waitingOf).sort(byUrgency);
}

function waitingOf(alerts: readonly Alert[]): Waiting[] {
  const inOrder = [...alerts].sort((a, b) => a.seq - b.seq);
  const newest = inOrder.at(-1);
  const seqs = inOrder.filter(ringing).map(({ seq }) => seq);
  return newest === undefined || seqs.length === 0 ? [] : [{ alert: newest, urgency: urgencyOf(newest), seqs }];
}

type Graded = Pick<Waiting, "alert" | "urgency">;

/** Who is looked at first, of what waits and of what is shown alike. */
export function byUrgency(a: Graded, b: Graded): number {
  return (
    RANK[a.urgency] - RANK[b.urgency] || placeOf(a) - placeOf(b) || timeOf(a.alert) - timeOf(b.alert) || b.alert.seq - a.alert.seq
  );
}

function placeOf({ alert, urgency }: Graded): number {
  const place = urgency === "critical" ? FIRST.indexOf(alert.kind) : -1;
  return place < 0 ? FIRST.length : place;
}

/** What has no time of its own stands where it was told: never after all that is still to come. */
const timeOf = (alert: Alert): number => Date.parse(happensAt(alert) ?? alert.released_at);
