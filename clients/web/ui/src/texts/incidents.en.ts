/** What incidents are called, on every page, in English. */
import type { Confidence, IncidentKind, Severity } from "@deconflict/sdk";

const kinds: Record<IncidentKind, string> = {
  shots_fired: "Shots fired",
  mine_or_uxo: "Mine or explosive",
  medical: "Medical",
  accident: "Accident",
  checkpoint_dispute: "Checkpoint dispute",
  detention: "Detention",
  vehicle_stopped: "Vehicle stopped",
  crowd: "Crowd",
  relief_need: "Relief needed",
  other: "Other",
};
const severities: Record<Severity, string> = { low: "Low", moderate: "Moderate", high: "High", critical: "Critical" };
const confidences: Record<Confidence, string> = { certain: "Certain", probable: "Probable", possible: "Possible" };

export const INCIDENTS = {
  title: "Incidents",
  none: "No incident has been reported.",
  kinds,
  severities,
  confidences,
  severity: "Severity: {{severity}}",
  confidence: "Seen as: {{confidence}}",
  reported: "{{callsign}}, reported by {{by}}",
  observed: "As observed; nobody has verified it, and it says of nobody that they did it.",
  nowhere: "no place given",
  within: "within {{metres}} m",
  photo: "Photo {{number}} of {{reference}}",
  large: "Photo {{number}} of {{reference}}, in a tab of its own",
};
