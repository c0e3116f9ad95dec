/** From what is known to what the map shows at a time. Pure. */
import { type Bounds, boundsOfLayers, type Layer, type Point, type PointMark, type RouteMark, stretchAt, timedPlan, type UnitMark } from "@deconflict/map";
import { isConflict, isEncounter, isHalt, type Patrol, type Position, type Urgency, type Zone, type ZoneKind } from "@deconflict/sdk";
import { OLD_AFTER_MS } from "@deconflict/ui";
import { type Filters, shows } from "./filters.ts";
import { type Matter, outlineOf } from "./matters.ts";

/** What it means to be in a neutral zone (SEP-09); a responsibility area forbids nobody anything. */
const ZONE_GRADES: Readonly<Record<ZoneKind, Urgency | null>> = {
  no_go: "critical",
  protected_site: "critical",
  buffer: "critical",
  base: "caution",
  checkpoint: "advisory",
  shared_area: "advisory",
  responsibility_area: null,
};

const holds = ({ valid_from, valid_to }: Zone["properties"], time: number): boolean =>
  (valid_from === null || Date.parse(valid_from) <= time) && (valid_to === null || time < Date.parse(valid_to));

export function zonesLayer(zones: readonly Zone[], matters: readonly Matter[], time: number, filters: Filters): Layer {
  const held = zones.filter(({ properties }) => holds(properties, time));
  const marks = held.flatMap(({ id, properties, geometry }) => {
    const grade = ZONE_GRADES[properties.kind];
    const parties = properties.party === null ? [] : [properties.party];
    const mark = { id, grade, text: properties.name, outline: geometry.coordinates.map(outlineOf) };
    return shows(filters, "zones", grade, parties) ? [mark] : [];
  });
  const halts = matters.flatMap(({ id, alert, grade }) =>
    isHalt(alert) ? [{ id, grade, text: alert.reference, outline: [closed(outlineOf(alert.area))] }] : [],
  );
  return { kind: "zones", features: [...marks, ...halts] };
}

/** A ring ends where it began. */
function closed(ring: readonly Point[]): readonly Point[] {
  const [first, last] = [ring[0], ring.at(-1)];
  if (first === undefined || last === undefined) return ring;
  return first[0] === last[0] && first[1] === last[1] ? ring : [...ring, first];
}

const RANK: readonly (Urgency | null)[] = [null, "advisory", "caution", "critical"];
const worse = (a: Urgency | null, b: Urgency): Urgency => (RANK.indexOf(b) > RANK.indexOf(a) ? b : (a ?? b));

/** How bad it is for each patrol that is in conflict, by its id. */
export function gradesOfPatrols(matters: readonly Matter[]): ReadonlyMap<string, Urgency> {
  const grades = new Map<string, Urgency>();
  for (const { alert, grade } of matters) {
    if (!isConflict(alert)) continue;
    for (const side of [alert.a, alert.b]) {
      const patrol = side?.patrol ?? null;
      if (patrol !== null) grades.set(patrol, worse(grades.get(patrol) ?? null, grade));
    }
  }
  return grades;
}

const OVER: readonly Patrol["state"][] = ["ended", "withdrawn", "expired", "draft"];

/** The patrols whose plans count, with what their conflicts make of them. */
export function routesLayer(patrols: readonly Patrol[], matters: readonly Matter[], time: number, filters: Filters): Layer {
  const grades = gradesOfPatrols(matters);
  const features = patrols.flatMap((patrol): RouteMark[] => {
    const grade = grades.get(patrol.id) ?? null;
    if (OVER.includes(patrol.state) || !shows(filters, "routes", grade, [patrol.party])) return [];
    const plan = timedPlan(patrol.plan);
    const halfWidth_m = patrol.plan.properties.lateral_tolerance_m;
    return [{ id: patrol.id, grade, text: patrol.callsign, line: plan.line, halfWidth_m, stretch: stretchAt(plan, time) }];
  });
  return { kind: "routes", features };
}

const unitKey = (party: string, callsign: string): string => `${party} ${callsign}`;

/** How bad it is for units that are in an encounter, by party and callsign: all that an encounter names. */
function gradesOfUnits(matters: readonly Matter[]): ReadonlyMap<string, Urgency> {
  const met = matters.flatMap(({ alert, grade }) =>
    isEncounter(alert) ? [alert.own, alert.other].flatMap((seen) => (seen === null ? [] : [{ seen, grade }])) : [],
  );
  return new Map(met.map(({ seen, grade }) => [unitKey(seen.party, seen.callsign), grade]));
}

export function unitsLayer(positions: Iterable<Position>, matters: readonly Matter[], time: number, filters: Filters): Layer {
  const grades = gradesOfUnits(matters);
  const features: UnitMark[] = [];
  for (const { unit, party, callsign, lon, lat, course_deg, at } of positions) {
    const grade = grades.get(unitKey(party, callsign)) ?? null;
    if (!shows(filters, "units", grade, [party])) continue;
    const old = time - Date.parse(at) >= OLD_AFTER_MS;
    features.push({ id: unit, grade, text: callsign, at: [lon, lat], course_deg, old });
  }
  return { kind: "units", features };
}

const SIGNS = { conflict: "conflict", encounter: "encounter", sos: "sos", halt: "place", incident: "place", overdue: "place" } as const;

/** Where marks lie on one another the most urgent is drawn last, over the rest. */
export function pointsLayer(matters: readonly Matter[], filters: Filters): Layer {
  const features = [...matters].reverse().flatMap(({ id, sort, at, grade, alert, parties }): PointMark[] =>
    at !== null && shows(filters, "matters", grade, parties) ? [{ id, grade, at, sort: SIGNS[sort], text: alert.reference }] : [],
  );
  return { kind: "points", features };
}

/** What the room looks at first: everything planned, seen and told of. Zones lie all over the country, and are always there. */
export const openingOf = (layers: readonly Layer[]): Bounds | null => boundsOfLayers(layers.filter(({ kind }) => kind !== "zones"));
