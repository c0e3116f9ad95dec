/** Whom a visitor of a demonstration may be. */
import { type Api, Fault } from "./api.ts";
import type { Visitor } from "./wire.ts";

/** Everybody of the story; nobody where real people sign in. */
export async function visitors(api: Api): Promise<readonly Visitor[]> {
  try {
    return (await api.json<{ people: Visitor[] }>("GET", "/v1/demonstration")).people;
  } catch (fault) {
    if (fault instanceof Fault && fault.code === "not_found") return [];
    throw fault;
  }
}
