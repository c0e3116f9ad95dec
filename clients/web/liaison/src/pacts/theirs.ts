/**
 * What of one's own patrols the other side has on its map by what it was told: nothing at level 1, the shared squares at
 * level 2, the stretch of a conflict at level 3, the whole route at level 4. Pure.
 */
import type { Layer, Point } from "@deconflict/map";
import type { Known, Patrol } from "@deconflict/sdk";
import { lineOf, mattersOnMap, routeOf } from "../marks.ts";
import { groupOf, mattersOf } from "../patrols/matters.ts";
import { newest, type Sight } from "./seen.ts";

export const linesIn = (patrols: readonly Patrol[]): readonly (readonly Point[])[] =>
  patrols.filter((patrol) => groupOf(patrol) !== "over").map(lineOf);

type Matters = Pick<Known, "overlaps" | "conflicts">;

export function theirLayers(shown: readonly Sight[], viewer: string | null, patrols: readonly Patrol[], known: Matters): readonly Layer[] {
  const whole = newest(shown.filter(({ what }) => what === "plan"));
  const cells = newest(shown.filter(({ what }) => what === "cells"));
  const exact = newest(shown.filter(({ what }) => what === "segment"));
  const current = patrols.filter((patrol) => groupOf(patrol) !== "over");
  const routes = current.filter(({ id, version }) => whole.get(id)?.version === version).map((patrol) => routeOf(patrol, null));
  // What both sides are told of what they share is the same squares (DIS-04): one's own overlap has them.
  const overlaps = current.filter(({ id }) => cells.has(id)).flatMap(({ id }) => mattersOf(known, id));
  const areas = overlaps.flatMap((matter) => {
    if (matter.kind !== "overlaps") return [];
    const theirs = matter.overlap.areas.filter(({ party }) => viewer === null || party === viewer);
    return [{ ...matter, overlap: { ...matter.overlap, areas: theirs } }];
  });
  const stretches = current.filter(({ id }) => exact.has(id)).flatMap((patrol) => stretchesOf(patrol, viewer, known));
  return [{ kind: "routes", features: [...routes, ...stretches] }, ...mattersOnMap(areas).filter(({ kind }) => kind === "cells")];
}

/** One's own way while it is too close to the other's: what the other side is shown of it. */
function stretchesOf(patrol: Patrol, viewer: string | null, { conflicts }: Matters) {
  const times = patrol.plan.properties.coordinateProperties.times.map((at) => Date.parse(at));
  const line = lineOf(patrol);
  return [...conflicts.values()].flatMap(({ id, grade, a, b, first_a: first, last_a: last }) => {
    const theirs = a.patrol === patrol.id && b !== null && (viewer === null || b.party === viewer);
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
