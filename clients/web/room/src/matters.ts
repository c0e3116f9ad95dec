/** What there is to look at: conflicts, encounters, calls for help, halts, incidents and silent units, as the feed tells them. Pure. */
import {
  type Alert,
  byUrgency,
  type EncounterAlert,
  happensAt,
  isConflict,
  isEncounter,
  isHalt,
  isIncident,
  isOverdue,
  isSos,
  matterOf,
  type Urgency,
  urgencyOf,
} from "@deconflict/sdk";
import { between, boundsOf, type Point } from "@deconflict/map";

export const SORTS = ["sos", "halt", "encounter", "conflict", "incident", "overdue"] as const;
export type Sort = (typeof SORTS)[number];

export interface Matter {
  readonly id: string;
  readonly sort: Sort;
  readonly alert: Alert;
  readonly grade: Urgency;
  /** Where it is or will be; null where nobody told. */
  readonly at: Point | null;
  /** When it is closest, where that is known. */
  readonly happensAt: string | null;
  /** The parties that it concerns, by their ids. */
  readonly parties: readonly string[];
}

/** Where a unit is, by its party and callsign: all that an encounter always names. */
export type Whereabouts = (party: string, callsign: string) => Point | null;

/**
 * What held at a time, in the order of the queue: the newest that was told of each matter by then, as long as it is not over. Now is everything
 * that was told (`toldBy`): the page's clock may be a moment behind the service's.
 */
export function mattersAt(alerts: Iterable<Alert>, time: number, where: Whereabouts, toldBy: number = time): Matter[] {
  const newest = new Map<string, Alert>();
  for (const alert of alerts) {
    const before = newest.get(matterOf(alert));
    if (Date.parse(alert.released_at) <= toldBy && (before === undefined || before.seq < alert.seq)) {
      newest.set(matterOf(alert), alert);
    }
  }
  const held = [...newest.values()].flatMap((alert) => {
    const sort = sortOf(alert);
    return sort === null || isOver(alert, time) ? [] : [matter(alert, sort, where)];
  });
  return held.sort((a, b) => byUrgency({ alert: a.alert, urgency: a.grade }, { alert: b.alert, urgency: b.grade }));
}

const matter = (alert: Alert, sort: Sort, where: Whereabouts): Matter => ({
  id: matterOf(alert),
  sort,
  alert,
  grade: urgencyOf(alert),
  at: placeOf(alert, where),
  happensAt: happensAt(alert),
  parties: partiesOf(alert),
});

function sortOf(alert: Alert): Sort | null {
  if (isConflict(alert)) return "conflict";
  if (isEncounter(alert)) return "encounter";
  if (isSos(alert)) return "sos";
  if (isHalt(alert)) return "halt";
  if (isIncident(alert)) return "incident";
  return isOverdue(alert) ? "overdue" : null;
}

/** Nothing ends an incident yet: on the map it stays for a day, in the list for good. */
const INCIDENT_SHOWN_MS = 24 * 60 * 60_000;

function isOver(alert: Alert, time: number): boolean {
  if (alert.kind === "all_clear" || alert.kind === "withheld") return true;
  if (isConflict(alert)) return alert.state === "resolved" || isPast(alert.last_a, time);
  if (isEncounter(alert)) return alert.state !== "open";
  if (isSos(alert)) return alert.ended_at !== null;
  if (isIncident(alert)) return time - Date.parse(alert.reported_at) > INCIDENT_SHOWN_MS;
  return isHalt(alert) ? alert.lifted_at !== null : false;
}

const isPast = (at: string | null, time: number): boolean => at !== null && Date.parse(at) < time;

type Place = { readonly lon: number | null; readonly lat: number | null } | null;

const pointOf = (place: Place): Point | null =>
  place === null || place.lon === null || place.lat === null ? null : [place.lon, place.lat];

const seenAt = (seen: EncounterAlert["own"], where: Whereabouts): Point | null =>
  seen === null ? null : (pointOf(seen) ?? where(seen.party, seen.callsign));

/** Half-way between two places, or the one that is known. */
function middle(a: Point | null, b: Point | null): Point | null {
  return a === null || b === null ? (a ?? b) : between(a, b, 0.5);
}

function placeOf(alert: Alert, where: Whereabouts): Point | null {
  if (isConflict(alert)) return middle(pointOf(alert.at_a), pointOf(alert.at_b));
  if (isEncounter(alert)) return middle(seenAt(alert.own, where), seenAt(alert.other, where));
  if (isSos(alert)) return pointOf(alert.place);
  if (isIncident(alert)) return pointOf(alert.observation.place);
  if (isOverdue(alert)) return where(alert.party, alert.callsign);
  if (!isHalt(alert)) return null;
  const box = boundsOf(outlineOf(alert.area));
  return box === null ? null : [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
}

export const outlineOf = (ring: readonly (readonly number[])[]): readonly Point[] =>
  ring.map(([lon = 0, lat = 0]): Point => [lon, lat]);

export function partiesOf(alert: Alert): readonly string[] {
  if (isConflict(alert)) return [alert.a.party, ...(alert.b === null ? [] : [alert.b.party])];
  if (isEncounter(alert)) return [alert.own?.party, alert.other?.party].flatMap((party) => party ?? []);
  return "party" in alert && typeof alert.party === "string" ? [alert.party] : [];
}
