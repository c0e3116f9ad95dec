/** Who of one's party's crews is with which unit. Said at once or not at all: nobody is bound while nobody looks. */
import type { Api } from "./api.ts";
import type { CrewMember } from "./wire.ts";

const unitOf = (person: string): string => `/v1/crews/${encodeURIComponent(person)}/unit`;

/** Whoever of the party's crews signs in by themselves, by login; for its officers alone. */
export async function crewsOf(api: Api): Promise<readonly CrewMember[]> {
  return (await api.json<{ crews: CrewMember[] }>("GET", "/v1/crews")).crews;
}

/** With this unit from now on, instead of whichever they were with. */
export const bindCrew = (api: Api, person: string, unit: string): Promise<CrewMember> =>
  api.json("PUT", unitOf(person), { unit });

/** With no unit from now on. */
export async function releaseCrew(api: Api, person: string): Promise<void> {
  await api.ask("DELETE", unitOf(person));
}
