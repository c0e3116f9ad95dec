/** What has become of a unit's call for help, from what waits to be sent and what the service said. Pure. */
import { endOf, type Entry, type Known, SOS, type Sos } from "@deconflict/sdk";

export type Call =
  | { readonly state: "none" }
  /** Said, and on no record yet. */
  | { readonly state: "unsent"; readonly key: string; readonly saidAt: number }
  | { readonly state: "sent"; readonly sos: string; readonly at: string }
  /** Its end is said, and not sent yet. */
  | { readonly state: "ending"; readonly sos: string; readonly at: string };

interface Told {
  readonly id: string;
  readonly at: string;
  readonly over: boolean;
}

/** The calls of one's own unit that the feed told of, by its alerts; an end counts for good. */
function toldOf(known: Known, unit: string): Told[] {
  return [...known.alerts.values()].flatMap((alert) =>
    "sos" in alert && alert.unit === unit
      ? [{ id: alert.sos, at: alert.raised_at, over: alert.ended_at !== null }]
      : [],
  );
}

export function callOf(unit: string, unsent: readonly Entry[], read: readonly Sos[], known: Known): Call {
  const waits = unsent.find(({ path }) => path === SOS);
  if (waits !== undefined) return { state: "unsent", key: waits.key, saidAt: waits.saidAt };
  const own = read.filter((sos) => sos.unit === unit);
  const all = [...own.map(({ id, raised_at: at, ended_at }) => ({ id, at, over: ended_at !== null })), ...toldOf(known, unit)];
  const over = new Set(all.filter((told) => told.over).map(({ id }) => id));
  const stands = all.find(({ id }) => !over.has(id));
  if (stands === undefined) return { state: "none" };
  const ending = unsent.some(({ path }) => path === endOf(stands.id));
  return { state: ending ? "ending" : "sent", sos: stands.id, at: stands.at };
}
