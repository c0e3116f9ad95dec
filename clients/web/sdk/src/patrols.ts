/** The calls about one's own patrols and units, and where towns lie. What changes a patrol goes by the outbox. */
import type { Api } from "./api.ts";
import type { Entry } from "./outbox.ts";
import type { FoundPlaces, Patrol, PatrolMove, Plan, Unit } from "./wire.ts";

/** What one page of patrols holds; older ones are read when somebody asks for them. */
const PAGE = 200;

type Change = Pick<Entry, "method" | "path" | "body" | "version">;

/** One's own party's patrols, the newest registration first. */
export async function patrolsOf(api: Api): Promise<readonly Patrol[]> {
  return (await api.json<{ patrols: Patrol[] }>("GET", `/v1/patrols?limit=${PAGE}`)).patrols;
}

export const patrolWith = (api: Api, id: string): Promise<Patrol> =>
  api.json("GET", `/v1/patrols/${encodeURIComponent(id)}`);

/** In the order in which people count: the tenth after the second, which the service's order of letters is not. */
export async function unitsOf(api: Api): Promise<readonly Unit[]> {
  const { units } = await api.json<{ units: Unit[] }>("GET", "/v1/units");
  return [...units].sort((a, b) => a.callsign.localeCompare(b.callsign, undefined, { numeric: true }));
}

export const placesNamed = (api: Api, typed: string): Promise<FoundPlaces> =>
  api.json("GET", `/v1/places?q=${encodeURIComponent(typed.slice(0, 64))}&limit=8`);

export const registering = (plan: Plan): Change => ({ method: "POST", path: "/v1/patrols", body: plan });

/** Replaces the plan of this version; a later one is not overwritten (PAT-04). */
export const amending = (id: string, version: number, plan: Plan): Change => ({
  method: "PUT",
  path: `/v1/patrols/${encodeURIComponent(id)}`,
  body: plan,
  version,
});

export const moving = (id: string, version: number, move: PatrolMove): Change => ({
  method: "POST",
  path: `/v1/patrols/${encodeURIComponent(id)}/${move}`,
  body: undefined,
  version,
});
