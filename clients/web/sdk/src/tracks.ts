/** Where units were: stored fixes of a window of the past, as the desk may read them again. */
import type { Api } from "./api.ts";
import type { Position, Tracks } from "./wire.ts";

/** Every fix as the position that it was then, in order of time unit by unit. */
export async function positionsOf(api: Api, since: number, until: number, everyS: number): Promise<readonly Position[]> {
  const moment = (at: number) => encodeURIComponent(new Date(at).toISOString());
  const { tracks } = await api.json<Tracks>(
    "GET",
    `/v1/tracks?from=${moment(since)}&until=${moment(until)}&every_s=${everyS}`,
  );
  return tracks.flatMap(({ unit, party, callsign, fixes }) =>
    fixes.map((fix) => ({ unit, party, callsign, ...fix, received_at: fix.at })),
  );
}
