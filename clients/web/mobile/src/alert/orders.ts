/** What an encounter asks of a crew, and why: in words that the agreement has, and never more than the alert tells. Pure. */
import { type Alert, type EncounterAlert, isEncounter } from "@deconflict/sdk";

/** `stop`: too close now, or the safety clause says so (LIV-06). */
export type Order = "stop" | "hold";

export type Why = NonNullable<EncounterAlert["closeness"]> | "area" | "wasClose";

export const isOpen = (alert: Alert): alert is EncounterAlert =>
  isEncounter(alert) && alert.kind === "encounter" && alert.state === "open";

export function orderOf(alert: Alert): Order | null {
  if (!isOpen(alert)) return null;
  return alert.sight === "stop" || alert.closeness === "close" ? "stop" : "hold";
}

/** `isLost`: what was so when it was last told is not said to be so now (ALR-07). */
export function whyOf(alert: Alert, isLost: boolean): Why | null {
  if (!isOpen(alert)) return null;
  if (alert.sight === "area") return "area";
  return alert.closeness === "close" && isLost ? "wasClose" : alert.closeness;
}

/** Since when the alert's direction holds; null where it says none that moves. */
export const directionAt = (alert: Alert): string | null => (isOpen(alert) ? alert.updated_at : null);
