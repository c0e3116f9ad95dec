/** What an alert says beside its kind, most telling first. Pure: an alert and a language → short sentences. */
import { type Alert, type EncounterAlert, isConflict, isEncounter, isIncident, isOverdue, isOverlap, type Waiting } from "@deconflict/sdk";
import type { TFunction } from "i18next";
import { apart } from "./i18n.ts";
import { clockTime } from "./time.ts";

/** How grave it is, and what: the fewest words that say why to look. */
export const inShort = ({ alert, urgency }: Pick<Waiting, "alert" | "urgency">, t: TFunction): string =>
  t("alerts.inShort", { grade: t(`grades.${urgency}`), kind: t(`kinds.${alert.kind}`) });

export function factsOf(alert: Alert, t: TFunction, locale: string): string[] {
  return [...about(alert, t, locale), ...reference(alert, t)];
}

function about(alert: Alert, t: TFunction, locale: string): string[] {
  if (isEncounter(alert)) return encounter(alert, t, locale);
  if (isConflict(alert)) {
    const a = `${alert.a.party_name} ${alert.a.callsign}`;
    const other = alert.b === null ? alert.zone_name : `${alert.b.party_name} ${alert.b.callsign}`;
    const names = other === null ? [] : [t("facts.between", { a: apart(a), b: apart(other) })];
    return [...names, t("facts.metres", { count: Math.round(alert.distance_m) })];
  }
  if (isOverdue(alert)) {
    const at = apart(clockTime(alert.since, locale));
    return [apart(alert.callsign), t("facts.silentSince", { at })];
  }
  if (isOverlap(alert)) {
    const patrol = t("facts.patrol", { reference: apart(alert.patrol_reference) });
    return [patrol, t("facts.hours", { count: alert.hours.length })];
  }
  if (isIncident(alert)) {
    const { kind, severity, words } = alert.observation;
    const said = words === "" ? [] : [apart(words)];
    const who = apart(`${alert.party_name} ${alert.callsign}`);
    return [t(`incidents.kinds.${kind}`), ...said, t("incidents.severity", { severity: t(`incidents.severities.${severity}`) }), who];
  }
  if ("callsign" in alert && typeof alert.callsign === "string") return [apart(alert.callsign)];
  return "text" in alert && typeof alert.text === "string" ? [apart(alert.text)] : [];
}

function encounter(alert: EncounterAlert, t: TFunction, locale: string): string[] {
  const { octant, within_m } = alert;
  const told = octant !== null && within_m !== null;
  const stop = told ? [t("facts.within", { metres: within_m, octant: t(`octants.${octant}`) })] : [];
  const area = alert.sight === "area" ? [t("facts.area")] : [];
  const how = alert.closeness === null || alert.state !== "open" ? [] : [t(`facts.${alert.closeness}`)];
  return [...stop, ...how, ...closestOf(alert, t, locale), ...area, whoMeets(alert, t)];
}

/** How close they come, or came, and when: an alert holds no distance of now. */
export function closestOf({ distance_m, closest_at }: EncounterAlert, t: TFunction, locale: string): string[] {
  if (distance_m === null) return [];
  const count = Math.round(distance_m);
  if (closest_at === null) return [t("facts.metres", { count })];
  return [t("facts.closest", { count, at: apart(clockTime(closest_at, locale)) })];
}

export function whoMeets(alert: EncounterAlert, t: TFunction): string {
  const own = alert.own === null ? alert.callsign : `${alert.own.party_name} ${alert.own.callsign}`;
  const other = alert.other === null ? null : `${alert.other.party_name} ${alert.other.callsign}`;
  return other === null ? apart(own) : t("facts.between", { a: apart(own), b: apart(other) });
}

export const reference = (alert: Alert, t: TFunction): string[] =>
  alert.reference === "" ? [] : [t("facts.reference", { reference: apart(alert.reference) })];
