/** What a crew's phone knows: its unit and that unit's patrols, from the service or, until it answers, from the device. */
import { callsForHelp, type Patrol, patrolsOfUnit, type Sos, type Unit, unitsOf, type Who } from "@deconflict/sdk";
import { useSeen, type Watch } from "@deconflict/ui";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Kept } from "./kept.ts";

export interface Crew {
  readonly watch: Watch;
  readonly kept: Kept;
}

const OFTEN_MS = 60_000;

/** Whether it is certain who is signed in: before that, an answer could be another person's. */
const useCertain = (watch: Watch): boolean => useSeen(watch).ahead !== null;

export interface Choice {
  /** Null while they are not known. */
  readonly units: readonly Unit[] | null;
  readonly unit: Unit | null;
  /** Whether the service says with which unit whoever is signed in is: then there is nothing to choose. */
  readonly isSaid: boolean;
  readonly choose: (unit: Unit | null) => void;
}

/** Whoever is signed in as the service says it now: their officers bind them to a unit while the phone is in their hand. */
function useNow({ watch, kept }: Crew): Who {
  const { who, api } = watch;
  const { data } = useQuery({
    queryKey: ["who", who.person.id],
    queryFn: () => api.whoAmI(),
    enabled: useCertain(watch),
    refetchInterval: OFTEN_MS,
  });
  const now = data?.person.id === who.person.id ? data : who;
  useEffect(() => {
    if (now !== who) kept.remember(now);
  }, [now]);
  return now;
}

/** The unit that the phone is with: as the service says, as a unit's device or a crew that is bound to one; else as chosen. */
export function useUnit({ watch, kept }: Crew): Choice {
  const { api } = watch;
  const who = useNow({ watch, kept });
  const [chosen, setChosen] = useState(() => kept.get(who, "unit"));
  const before = kept.get(who, "units");
  const { data: units = null } = useQuery({
    queryKey: ["units", who.person.id],
    queryFn: () => unitsOf(api),
    enabled: useCertain(watch),
    ...(before === null ? {} : { initialData: before, initialDataUpdatedAt: 0 }),
  });
  useEffect(() => {
    if (units !== null) kept.put(who, "units", units);
  }, [units]);

  function choose(unit: Unit | null): void {
    setChosen(unit?.id ?? "");
    kept.put(who, "unit", unit?.id ?? "");
  }

  const own = units?.filter(({ party }) => party === who.person.party) ?? null;
  const said = who.person.unit ?? null;
  const unit = own?.find(({ id }) => id === (said ?? chosen)) ?? null;
  return { units: own, unit, isSaid: said !== null, choose };
}

export interface Patrols {
  readonly patrols: readonly Patrol[];
  /** The device's time at which they were read; null: never. */
  readonly readAt: number | null;
  readonly readAgain: () => void;
}

export function usePatrols({ watch, kept }: Crew, unit: Unit | null): Patrols {
  const { who, api } = watch;
  const live = useSeen(watch).known.stream.state === "live";
  const before = unit === null ? null : kept.get(who, "patrols");
  const mine = before !== null && before.unit === unit?.id ? before : null;
  const { data, dataUpdatedAt, refetch } = useQuery({
    queryKey: ["patrols", who.person.id, unit?.id],
    queryFn: () => patrolsOfUnit(api, unit?.id ?? ""),
    enabled: useCertain(watch) && unit !== null,
    refetchInterval: OFTEN_MS,
    ...(mine === null ? {} : { initialData: mine.patrols, initialDataUpdatedAt: mine.at }),
  });
  useEffect(() => {
    if (data !== undefined && unit !== null) kept.put(who, "patrols", { unit: unit.id, at: dataUpdatedAt, patrols: data });
  }, [data, dataUpdatedAt]);
  useEffect(() => {
    if (live && unit !== null) void refetch();
  }, [live]);
  return { patrols: data ?? [], readAt: data === undefined ? null : dataUpdatedAt, readAgain: () => void refetch() };
}

/** The calls for help that the service has: read again whenever something was said of one. */
export function useCalls({ watch }: Crew): readonly Sos[] {
  const { known, unsent } = useSeen(watch);
  const told = [...known.alerts.values()].filter((alert) => "sos" in alert).length;
  const said = unsent.filter(({ urgent }) => urgent).length;
  const { data = [] } = useQuery({
    queryKey: ["calls", watch.who.person.id, told, said],
    queryFn: () => callsForHelp(watch.api),
    enabled: useCertain(watch),
    placeholderData: (before) => before,
  });
  return data;
}
