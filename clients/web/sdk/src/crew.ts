/** What a crew asks the service: its unit's patrols, its positions, its calls for help, and being woken. */
import type { Api } from "./api.ts";
import { readMaps, WHOLE_UP_TO_BYTES } from "./maps.ts";
import type { Fixes, Patrol, Reported, Sos, Subscription, Subscriptions } from "./wire.ts";

/** Enough for a month of a unit that goes out three times a day. */
const PATROLS = 100;

/** Where a call for help is made, by the outbox. */
export const SOS = "/v1/sos";

export const endOf = (sos: string): string => `${SOS}/${sos}/end`;

/** The newest registered patrols of a unit, whatever became of them. */
export async function patrolsOfUnit(api: Api, unit: string): Promise<readonly Patrol[]> {
  const address = `/v1/patrols?unit=${encodeURIComponent(unit)}&limit=${PATROLS}`;
  return (await api.json<{ patrols: Patrol[] }>("GET", address)).patrols;
}

/** Sent again it does no harm: a track is a set (LIV-01). `sent_at` is the device's clock at this very sending. */
export async function report(api: Api, fixes: Fixes): Promise<Reported> {
  return api.json("POST", "/v1/positions", fixes);
}

/** Calls for help, the newest first: one's own party's, and what one was told of others'. */
export async function callsForHelp(api: Api): Promise<readonly Sos[]> {
  return (await api.json<{ sos: Sos[] }>("GET", `${SOS}?limit=50`)).sos;
}

export async function subscriptions(api: Api): Promise<Subscriptions> {
  return api.json("GET", "/v1/push-subscriptions");
}

export async function subscribe(api: Api, endpoint: string): Promise<Subscription> {
  return api.json("POST", "/v1/push-subscriptions", { endpoint });
}

export async function unsubscribe(api: Api, subscription: string): Promise<void> {
  await api.ask("DELETE", `/v1/push-subscriptions/${subscription}`);
}

/** The list of maps, and each that is read whole, as answers to be kept for use without the service. */
export async function* mapsToKeep(api: Api): AsyncGenerator<{ readonly address: string; readonly answer: Response }> {
  const small = (await readMaps(api)).filter(({ basemap, size }) => basemap && size <= WHOLE_UP_TO_BYTES);
  for (const address of ["/v1/maps", ...small.map((map) => map.address)]) {
    yield { address, answer: await api.ask("GET", address) };
  }
}
