/** What every part of the desk stands on: whose watch it is, what of it is known, and what was entered but not sent. */
import { type Patrol, patrolsOf, type Registered, type Unit, unitsOf } from "@deconflict/sdk";
import { useLocale, useSeen, type Watch } from "@deconflict/ui";
import { type QueryKey, useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { createContext, useContext, useEffect, useMemo } from "react";
import type { Draft } from "./plan/draft.ts";
import type { Reader } from "./when.ts";

export interface Desk {
  readonly watch: Watch;
  /** What an entry begins with: a dropped file, or last week's patrol. */
  readonly begun: Draft | null;
  readonly begin: (draft: Draft | null) => void;
  /** What the service answered to the last change of a patrol. */
  readonly answered: Registered | null;
  readonly setAnswered: (answer: Registered | null) => void;
}

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error("there is no desk around this part of the page");
  return desk;
}

/** In which words and which zone times are shown here. */
export function useReader(): Reader {
  const locale = useLocale();
  const { zone } = useDesk().watch.who;
  return useMemo(() => ({ locale, zone }), [locale, zone]);
}

const OWN = "own";

/** A query about what one's own feed speaks of: read again whenever something new was told. */
export function useOwn<T>(key: QueryKey, read: () => Promise<T>): UseQueryResult<T> {
  const { watch } = useDesk();
  return useQuery({ queryKey: [OWN, watch.who.person.id, ...key], queryFn: read });
}

/** Reads again what the service may know otherwise by now. */
export function useRefresh(): () => void {
  const queries = useQueryClient();
  return () => void queries.invalidateQueries({ queryKey: [OWN] });
}

/** Whatever the feed tells, or a line that is whole again, may have changed what is shown. */
export function useFollowing(watch: Watch): void {
  const { known } = useSeen(watch);
  const queries = useQueryClient();
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: [OWN] });
  }, [queries, known.seq, known.epoch, known.stream.state]);
}

export function usePatrols(): UseQueryResult<readonly Patrol[]> {
  const { watch } = useDesk();
  return useOwn(["patrols"], () => patrolsOf(watch.api));
}

export function useUnits(): UseQueryResult<readonly Unit[]> {
  const { watch } = useDesk();
  return useOwn(["units"], () => unitsOf(watch.api));
}

/** The service's time when asked, not as it passes. */
export function serviceNow(watch: Watch): number {
  const { ahead } = watch.seen();
  return ahead === null ? Date.now() : performance.now() + ahead;
}
