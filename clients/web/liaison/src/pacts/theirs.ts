/**
 * What of one's own patrols the other side has on its map by what it was told: nothing at level 1, the shared squares at
 * level 2, the stretch of a conflict at level 3, the whole route at level 4. Pure.
 */
import type { Layer, Point, RouteMark } from "@deconflict/map";
import type { Known, Patrol } from "@deconflict/sdk";
import { lineOf, mattersOnMap, routeOf } from "../marks.ts";
import { groupOf, mattersOf } from "../patrols/matters.ts";
import { newest, type Sight } from "./seen.ts";

type Matters = Pick<Known, "overlaps" | "conflicts">;

export interface Theirs {
  readonly layers: readonly Layer[];
  /** How many of the entries tell hours and name no place. */
  readonly hoursAlone: number;
  /** How many others are not drawn: of a moment, of what holds no longer, or from before a level was lowered. */
  readonly undrawn: number;
}

/** Who looks, and at what. */
interface View {
  readonly viewer: string | null;
  readonly patrols: readonly Patrol[];
  readonly known: Matters;
  /** Of each patrol the plan that was told last. */
  readonly plans: ReadonlyMap<string, Sight>;
}

export function theirsOf(shown: readonly Sight[], viewer: string | null, patrols: readonly Patrol[], known: Matters): Theirs {
  const view = { viewer, patrols, known, plans: newest(shown.filter(({ what }) => what === "plan")) };
  const drawn = shown.map((sight) => ({ sight, layers: drawnOf(sight, view) }));
  const bare = drawn.filter(({ layers }) => layers.every(({ features }) => features.length === 0));
  const hoursAlone = bare.filter(({ sight }) => sight.what === "hours").length;
  return { layers: merged(drawn.flatMap(({ layers }) => layers)), hoursAlone, undrawn: bare.length - hoursAlone };
}

/** What one entry put on their map, as far as it still is there. */
function drawnOf(sight: Sight, { viewer, patrols, known, plans }: View): readonly Layer[] {
  const patrol = patrols.find(({ id }) => id === sight.subject);
  if (patrol === undefined || groupOf(patrol) === "over") return [];
  const isToldTo = (party: string): boolean => sight.to.includes(party) && (viewer === null || viewer === party);
  switch (sight.what) {
    case "plan":
      return plans.get(patrol.id)?.version === patrol.version && sight.version === patrol.version ? [routes([routeOf(patrol, null)])] : [];
    case "segment":
      return [routes(stretchesOf(patrol, isToldTo, known))];
    case "cells":
      return squaresOf(patrol, isToldTo, known);
    default:
      return [];
  }
}

const routes = (features: readonly RouteMark[]): Layer => ({ kind: "routes", features });

/** What both sides are told of what they share is the same squares (DIS-04): one's own overlap has them. */
function squaresOf({ id }: Patrol, isToldTo: (party: string) => boolean, known: Matters): readonly Layer[] {
  const areas = mattersOf(known, id).flatMap((matter) => {
    if (matter.kind !== "overlaps") return [];
    return [{ ...matter, overlap: { ...matter.overlap, areas: matter.overlap.areas.filter(({ party }) => isToldTo(party)) } }];
  });
  return mattersOnMap(areas).filter(({ kind }) => kind === "cells");
}

/** Each thing once, however often it was told. */
function merged(layers: readonly Layer[]): readonly Layer[] {
  const once = <T extends { readonly id: string }>(marks: readonly T[]): readonly T[] => [...new Map(marks.map((mark) => [mark.id, mark])).values()];
  return [
    { kind: "routes", features: once(layers.flatMap((layer) => (layer.kind === "routes" ? layer.features : []))) },
    { kind: "cells", features: once(layers.flatMap((layer) => (layer.kind === "cells" ? layer.features : []))) },
  ];
}

/** One's own way while it is too close to the other's: what the other side is shown of it. */
function stretchesOf(patrol: Patrol, isToldTo: (party: string) => boolean, { conflicts }: Matters): readonly RouteMark[] {
  const times = patrol.plan.properties.coordinateProperties.times.map((at) => Date.parse(at));
  const line = lineOf(patrol);
  return [...conflicts.values()].flatMap(({ id, grade, a, b, first_a: first, last_a: last }) => {
    const theirs = a.patrol === patrol.id && b !== null && isToldTo(b.party);
    if (!theirs || first === null || last === null) return [];
    const [from, until] = [Date.parse(first), Date.parse(last)];
    const between = line.filter((_, index) => from < (times[index] ?? 0) && (times[index] ?? 0) < until);
    const part = [placeAt(line, times, from), ...between, placeAt(line, times, until)];
    return [{ id, grade, text: patrol.callsign, line: part, halfWidth_m: 0, stretch: [] }];
  });
}

/** Where the plan puts the unit; legs are short enough for a drawing to take them as straight. */
function placeAt(line: readonly Point[], times: readonly number[], at: number): Point {
  const next = Math.max(1, times.findIndex((time) => time >= at));
  const [from, to] = [line[next - 1] ?? [0, 0], line[next] ?? line[next - 1] ?? [0, 0]];
  const [since, until] = [times[next - 1] ?? at, times[next] ?? at];
  const share = until === since ? 0 : Math.min(1, Math.max(0, (at - since) / (until - since)));
  return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
}
