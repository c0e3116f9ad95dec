/** Whom to call, for the desk: who is on duty at each party, whom it named for what it shares with others, who is connected. */
import type { Api } from "./api.ts";
import type { Liaison, OnDuty, Present } from "./wire.ts";

export async function onDuty(api: Api): Promise<readonly OnDuty[]> {
  return (await api.json<{ shifts: OnDuty[] }>("GET", "/v1/duty")).shifts;
}

export async function liaisons(api: Api): Promise<readonly Liaison[]> {
  return (await api.json<{ liaisons: Liaison[] }>("GET", "/v1/liaison")).liaisons;
}

/** Who is connected now, the longest first; then who was, the last seen first. */
export async function connected(api: Api): Promise<readonly Present[]> {
  return (await api.json<{ people: Present[] }>("GET", "/v1/presence")).people;
}
