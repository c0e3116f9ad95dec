/** What of one's own is drawn on the map: routes as the corridors they are, and what was told of them. Pure. */
import type { Bounds, Layer, Point, RouteMark } from "@deconflict/map";
import { boundsOf } from "@deconflict/map";
import type { Patrol, Urgency } from "@deconflict/sdk";
import type { Matter } from "./patrols/matters.ts";
import { distanceM } from "./plan/distance.ts";
import { type Draft, nextId, point, type Point as Waypoint } from "./plan/draft.ts";

export const lineOf = ({ plan }: Patrol): readonly Point[] =>
  plan.geometry.coordinates.map(([lon = 0, lat = 0]): Point => [lon, lat]);

export function routeOf(patrol: Patrol, grade: Urgency | null): RouteMark {
  const line = lineOf(patrol);
  const halfWidth_m = patrol.plan.properties.lateral_tolerance_m;
  return { id: patrol.id, grade, text: patrol.callsign, line, halfWidth_m, stretch: line };
}

/** The different ways that one's own party went or planned before, but for the patrol that is being entered. */
export function pastOf(patrols: readonly Patrol[], but: string | null): readonly (readonly Point[])[] {
  const lines = patrols.filter(({ id }) => id !== but).map(lineOf);
  return [...new Map(lines.map((line) => [JSON.stringify(line), line])).values()];
}

/** The places of a draft that are known, in order. */
export const lineOfDraft = ({ points }: Draft): readonly Point[] =>
  points.flatMap(({ spot }): Point[] => (spot === null ? [] : [[spot.lon, spot.lat]]));

export function draftRoute(draft: Draft, text: string): Layer {
  const line = lineOfDraft(draft);
  const halfWidth_m = Number.isNaN(draft.lateralToleranceM) ? 0 : draft.lateralToleranceM;
  return { kind: "routes", features: line.length < 2 ? [] : [{ id: "draft", grade: null, text, line, halfWidth_m, stretch: line }] };
}

/** Nearer than this two places are the same: a map rounds to a tenth of a metre. */
const SAME_M = 0.2;

/** The draft with the line that somebody drew; points that stayed where they were keep their names and times. */
export function drawn(draft: Draft, line: readonly Point[]): Draft {
  const before = draft.points.filter(({ spot }) => spot !== null);
  const after = line.map(([lon, lat], index): Waypoint => {
    const spot = { lon, lat };
    const same = before.find((each) => each.spot !== null && distanceM(each.spot, spot) < SAME_M);
    if (same !== undefined) return same;
    const at = before.length === line.length ? (before[index]?.at ?? null) : null;
    return { ...point(nextId(draft.points) + index, spot), at };
  });
  if (after.length === before.length && after.every((each, index) => each === before[index])) return draft;
  const blanks = Array.from({ length: Math.max(0, 2 - after.length) }, (_, index) => point(nextId([...draft.points, ...after]) + index));
  return { ...draft, points: unlike([...after, ...blanks]) };
}

/** A way there and back passes places twice; each of its points is one of its own. */
function unlike(points: readonly Waypoint[]): readonly Waypoint[] {
  const seen = new Set<number>();
  return points.map((each) => {
    const id = seen.has(each.id) ? Math.max(nextId(points), ...[...seen].map((one) => one + 1)) : each.id;
    seen.add(id);
    return { ...each, id };
  });
}

/** What was told of a patrol, as far as the level lets it be shown: shared squares, or the places of a conflict. */
export function mattersOnMap(matters: readonly Matter[]): readonly Layer[] {
  const cells = matters.flatMap((matter) =>
    matter.kind !== "overlaps" ? [] : matter.overlap.areas.flatMap((area) => squares(matter.id, area.cells, area.party_name)),
  );
  const exact = matters.flatMap((matter) => (matter.kind === "conflicts" ? [matter.conflict] : []));
  const points = exact.map(({ id, grade, at_a: at, b }) => ({
    id,
    grade,
    text: b?.callsign ?? "",
    at: [at.lon, at.lat] as const,
    sort: "conflict" as const,
  }));
  const ways = exact.flatMap(({ id, grade, parts_b, b }) =>
    (parts_b ?? []).map((part, index) => {
      const line = part.map(({ lon, lat }): Point => [lon, lat]);
      return { id: `${id} ${index}`, grade, text: b?.callsign ?? "", line, halfWidth_m: 0, stretch: [] };
    }),
  );
  return [
    { kind: "cells", features: cells },
    { kind: "routes", features: ways },
    { kind: "points", features: points },
  ];
}

function squares(id: string, cells: readonly { column: number; row: number }[], text: string) {
  const different = new Map(cells.map(({ column, row }) => [`${column} ${row}`, { column, row }]));
  return [...different].map(([name, cell], index) => ({ id: `${id} ${name}`, grade: "caution" as const, text: index === 0 ? text : "", ...cell }));
}

/** All of it with some room around; null when there is nothing. */
export const viewOf = (lines: readonly (readonly Point[])[]): Bounds | null => roomAround(boundsOf(lines.flat()));

export function roomAround(box: Bounds | null): Bounds | null {
  if (box === null) return null;
  const [west, south, east, north] = box;
  const room = Math.max(0.02, (east - west) * 0.1, (north - south) * 0.1);
  return [west - room, south - room, east + room, north + room];
}
