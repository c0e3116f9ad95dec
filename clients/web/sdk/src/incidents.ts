/** Incidents: reported by a crew through the outbox, with photos that go after the report; read by its side and the desk. */
import type { Api } from "./api.ts";
import type { Entry } from "./outbox.ts";
import type { Incident, IncidentReport, Photo } from "./wire.ts";

/** Where an incident is reported, by the outbox. */
export const INCIDENTS = "/v1/incidents";

/** What a page shows at most; older ones are had page by page. */
const NEWEST = 100;

export const reporting = (report: IncidentReport, photos: readonly Blob[]): Pick<Entry, "method" | "path" | "body" | "files"> => ({
  method: "POST",
  path: INCIDENTS,
  body: report,
  ...(photos.length === 0 ? {} : { files: { to: "photos", all: photos } }),
});

/** The newest incidents that one may see. */
export async function readIncidents(api: Api): Promise<readonly Incident[]> {
  return (await api.json<{ incidents: Incident[] }>("GET", `${INCIDENTS}?limit=${NEWEST}`)).incidents;
}

/** Where a photo's image is, for an element that shows it; the session's cookie goes with it. */
export const photoAddress = (incident: string, { id }: Photo): string => `${INCIDENTS}/${incident}/photos/${id}`;
