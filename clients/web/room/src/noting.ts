/** What a note in the shift log is about, and whom a call about it may have gone to. Pure. */
import {
  type Alert,
  isConflict,
  isEncounter,
  isHalt,
  isOverdue,
  isOverlap,
  isSos,
  matterOf,
  type NotedMatter,
  type Noting,
} from "@deconflict/sdk";

/** What an alert is about as a note names it; null where it speaks of nothing that has a record of its own. */
export function aboutOf(alert: Alert): Noting["about"] {
  const kind = kindOf(alert);
  return kind === null ? null : { kind, id: isOverlap(alert) ? alert.overlap : matterOf(alert) };
}

function kindOf(alert: Alert): NotedMatter | null {
  if (isConflict(alert)) return "conflict";
  if (isEncounter(alert)) return "encounter";
  if (isSos(alert)) return "sos";
  if (isHalt(alert)) return "halt";
  if (isOverdue(alert)) return "overdue";
  return isOverlap(alert) ? "overlap" : null;
}

/** How people speak of a matter: the reference that its alerts carry. Null where no alert of it is known. */
export function referenceOf(about: NonNullable<Noting["about"]>, alerts: Iterable<Alert>): string | null {
  for (const alert of alerts) {
    if (aboutOf(alert)?.id === about.id && alert.reference !== "") return alert.reference;
  }
  return null;
}

/** Words alone are a note; what was said on the telephone names the party. */
export function call(party: string, text: string, answeredBy: string, about: Noting["about"]): Noting {
  return { kind: "call", called: party, text: text.trim(), answered_by: answeredBy.trim() || null, about: about ?? null };
}

export function words(kind: "note" | "handover", text: string, about: Noting["about"]): Noting {
  return { kind, text: text.trim(), about: about ?? null };
}
