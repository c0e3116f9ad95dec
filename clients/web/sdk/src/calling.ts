/** Whom to call, for the desk: who is on duty at each party, and whom each party named for what it shares with others. */
import type { Api } from "./api.ts";
import type { Liaison, OnDuty } from "./wire.ts";

export async function onDuty(api: Api): Promise<readonly OnDuty[]> {
  return (await api.json<{ shifts: OnDuty[] }>("GET", "/v1/duty")).shifts;
}

export async function liaisons(api: Api): Promise<readonly Liaison[]> {
  return (await api.json<{ liaisons: Liaison[] }>("GET", "/v1/liaison")).liaisons;
}
