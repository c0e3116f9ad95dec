/** The sharer of this phone's unit, for as long as the page shows it. */
import { type Alert, DatabaseStore, isEncounter, type Unit } from "@deconflict/sdk";
import { useSeen } from "@deconflict/ui";
import { useEffect, useMemo, useSyncExternalStore } from "react";
import type { Crew } from "../crew.ts";
import { PHONE } from "./device.ts";
import { type KeptFix, type Shared, Sharer } from "./sharer.ts";

const store = (): DatabaseStore<KeptFix> => new DatabaseStore(indexedDB, "deconflict-fixes");

/** Whether an encounter goes on, by the newest word of each. */
export function isNear(alerts: Iterable<Alert>): boolean {
  const newest = new Map<string, boolean>();
  for (const alert of [...alerts].sort((a, b) => a.seq - b.seq)) {
    if (isEncounter(alert)) newest.set(alert.encounter, alert.state === "open" && alert.kind === "encounter");
  }
  return [...newest.values()].some(Boolean);
}

export function useSharer({ watch, kept }: Crew, unit: Unit | null): { sharer: Sharer; shared: Shared } {
  const { known, ahead } = useSeen(watch);
  const { who, api } = watch;
  const sharer = useMemo(
    () => new Sharer(api, store(), PHONE, { person: who.person.id, unit: unit?.id ?? "" }),
    [watch, unit?.id],
  );
  const certain = ahead !== null;
  useEffect(() => {
    if (unit !== null && kept.get(who, "sharing") === true) sharer.switchTo(true);
    return () => sharer.leave();
  }, [sharer]);
  useEffect(() => {
    if (certain) sharer.begin();
  }, [sharer, certain]);
  const near = isNear(known.alerts.values());
  useEffect(() => sharer.approach(near), [sharer, near]);
  useEffect(() => {
    const online = (): void => void sharer.flush();
    addEventListener("online", online);
    return () => removeEventListener("online", online);
  }, [sharer]);
  return { sharer, shared: useSyncExternalStore(sharer.subscribe, sharer.shared) };
}
