/** Everything that the room shows at the chosen moment, from what is known: for the map and for the lists alike. */
import { type Layer, placeAt, timedPlan } from "@deconflict/map";
import type { Known, Position } from "@deconflict/sdk";
import type { Watch } from "@deconflict/ui";
import { useEffect, useMemo, useRef } from "react";
import { type Filters, shows } from "./filters.ts";
import { pointsLayer, routesLayer, unitsLayer, zonesLayer } from "./layers.ts";
import { type Matter, mattersAt } from "./matters.ts";
import { Memory } from "./memory.ts";
import { type Moment, timeOf } from "./moment.ts";
import type { OnRecord } from "./useOnRecord.ts";
import { type Replay, usePast } from "./usePast.ts";

/** Corridors crawl and units grow old: both are looked at so often. */
const CORRIDOR_STEP_MS = 5000;

export interface Shown {
  readonly layers: readonly Layer[];
  readonly matters: readonly Matter[];
  readonly positions: readonly Position[];
  /** The patrols that plans put somewhere at the shown time. */
  readonly under: ReadonlySet<string>;
  /** From when on it is known where units were. */
  readonly since: number | null;
  readonly replay: Replay;
  /** Whether nothing at all is known of that time, whatever is filtered; not while it is still being read. */
  readonly isEmpty: boolean;
}

export function useShown(watch: Watch, known: Known, record: OnRecord, moment: Moment, now: number, filters: Filters): Shown {
  const memory = useRef(new Memory()).current;
  const time = timeOf(moment, now);
  const coarse = Math.floor(time / CORRIDOR_STEP_MS) * CORRIDOR_STEP_MS;
  useEffect(() => memory.note(known.positions.values(), coarse), [memory, coarse]);

  const replay = usePast(watch, moment, memory.since, now);
  const before = moment.is === "past" && (memory.since === null || moment.at < memory.since) ? replay.at(moment.at) : null;
  const was = useRef<readonly Position[]>([]);
  was.current = sameOrNew(was.current, before ?? []);
  const read = was.current;
  const positions = useMemo((): readonly Position[] => {
    if (moment.is === "now") return [...known.positions.values()];
    const isKnown = memory.since !== null && timeOf(moment, 0) >= memory.since;
    return moment.is === "past" ? (isKnown ? memory.at(moment.at) : read) : [];
  }, [memory, known.positions, moment, read]);
  const matters = useMemo(() => {
    const where = (party: string, callsign: string) => {
      const found = positions.find((each) => each.party === party && each.callsign === callsign);
      return found === undefined ? null : ([found.lon, found.lat] as const);
    };
    const toldBy = moment.is === "past" ? moment.at : Number.POSITIVE_INFINITY;
    const held = mattersAt(known.alerts.values(), coarse, where, toldBy);
    // What is live now says nothing of tomorrow: ahead there are plans alone.
    return moment.is === "future" ? held.filter(({ sort }) => sort === "conflict") : held;
  }, [known.alerts, positions, moment, coarse]);

  const zones = useMemo(() => zonesLayer(record.zones, matters, coarse, filters), [record.zones, matters, coarse, filters]);
  const routes = useMemo(() => routesLayer(record.patrols, matters, coarse, filters), [record.patrols, matters, coarse, filters]);
  const units = useMemo(() => unitsLayer(positions, matters, coarse, filters), [positions, matters, coarse, filters]);
  const points = useMemo(() => pointsLayer(matters, filters), [matters, filters]);
  const layers = useMemo(() => [zones, routes, units, points], [zones, routes, units, points]);
  const under = useMemo(() => {
    const on = record.patrols.filter(({ plan }) => placeAt(timedPlan(plan), coarse) !== null);
    return new Set(on.map(({ id }) => id));
  }, [record.patrols, coarse]);
  const isRead = record.at !== null && (moment.is !== "past" || (memory.since !== null && moment.at >= memory.since) || before !== null);
  const { party } = filters;
  const ofParty = useMemo(
    () => (party === null ? positions : positions.filter((each) => each.party === party)),
    [positions, party],
  );
  return {
    layers,
    matters: matters.filter(({ grade, parties }) => shows(filters, "matters", grade, parties)),
    positions: ofParty,
    under,
    since: memory.since,
    replay,
    isEmpty: isRead && matters.length + positions.length + record.patrols.length === 0,
  };
}

/** The same list for the same positions, so that nothing is drawn anew that did not change. */
const sameOrNew = (old: readonly Position[], found: readonly Position[]): readonly Position[] =>
  old.length === found.length && old.every((each, index) => each === found[index]) ? old : found;
