/** Who is looked at first. */
import { expect, test } from "vitest";
import { happensAt, queue, urgencyOf, type Waiting } from "../src/queue.ts";
import type { Alert, ConflictAlert, EncounterAlert, HaltAlert, IncidentAlert, OverdueAlert, Severity, SosAlert } from "../src/wire.ts";
import { alert, example } from "./feeding.ts";

const encounter = (seq: number, changed: Partial<EncounterAlert> = {}): Alert =>
  example<EncounterAlert>("EncounterAlert", { seq, encounter: `e${seq}`, ...changed });
const conflict = (seq: number, changed: Partial<ConflictAlert> = {}): Alert =>
  example<ConflictAlert>("ConflictAlert", { seq, conflict: `c${seq}`, ...changed });
const sos = (seq: number, changed: Partial<SosAlert> = {}): Alert =>
  example<SosAlert>("SosAlert", { seq, sos: `s${seq}`, kind: "sos", rings: true, acknowledged: null, ended_at: null, ...changed });
const told = (hour: string): string => `2026-12-01T${hour}:00Z`;
const seqsOf = (waiting: readonly Waiting[]): number[] => waiting.map((each) => each.alert.seq);
const done = { by: "Salem", at: "2026-12-01T08:00:07Z" };

test("the most urgent is first, then what happens or was told first, then the newest", () => {
  const waiting = queue([
    alert(1, { overlap: "o1", released_at: told("08:00") }),
    conflict(2, { grade: "advisory" }),
    encounter(3, { closest_at: "2026-12-01T08:20:00Z" }),
    encounter(4, { closest_at: "2026-12-01T08:14:00Z" }),
    alert(5, { overlap: "o5", released_at: told("08:00") }),
    conflict(6, { grade: "caution" }),
  ]);
  expect(seqsOf(waiting)).toEqual([4, 3, 5, 1, 6, 2]);
});

test("a call for help stands above all else, then a halt, then whoever meets now", () => {
  const at_a = { lon: 13, lat: 32, time: told("07:55") };
  const waiting = queue([
    encounter(1, { closest_at: told("08:01") }),
    conflict(2, { grade: "critical", at_a }),
    example<HaltAlert>("HaltAlert", { seq: 3, halt: "h", kind: "halt", rings: true, acknowledged: null, released_at: told("08:02") }),
    sos(4, { released_at: told("08:03") }),
    sos(5, { released_at: told("08:04") }),
  ]);
  expect(seqsOf(waiting)).toEqual([4, 5, 3, 1, 2]);
});

test("a call for help that is over stands where an all-clear stands", () => {
  const over = sos(2, { sos: "s1", kind: "all_clear", rings: false, ended_at: told("08:05") });
  expect(seqsOf(queue([sos(1, { sos: "s1" }), over, encounter(3)]))).toEqual([3, 2]);
});

test("what has no time of its own is never after all that has one: it stands where it was told", () => {
  const at_a = { lon: 13, lat: 32, time: told("18:00") };
  const silent = example<OverdueAlert>("OverdueAlert", {
    seq: 2, overdue: "x", kind: "overdue", beyond_reach: true, rings: true, acknowledged: null, released_at: told("08:00"),
  });
  expect(seqsOf(queue([conflict(1, { grade: "critical", at_a }), silent]))).toEqual([2, 1]);
});

test("what was answered, or never asked for an answer, does not wait", () => {
  expect(queue([alert(1, { acknowledged: done }), alert(2, { rings: false, overlap: "o2" })])).toEqual([]);
});

test("of one matter the newest is shown, and the answer is for all of it", () => {
  const [waiting, ...others] = queue([encounter(1, { encounter: "x" }), encounter(2, { encounter: "x" })]);
  expect(others).toEqual([]);
  expect(waiting).toMatchObject({ alert: { seq: 2 }, seqs: [1, 2] });
});

test("an all-clear calms the matter that still waits for its answer (ALR-06)", () => {
  const cleared = encounter(2, { encounter: "x", kind: "all_clear", state: "ended", rings: false });
  const [waiting] = queue([encounter(1, { encounter: "x" }), cleared]);
  expect(waiting).toMatchObject({ alert: { seq: 2 }, urgency: "advisory", seqs: [1] });
});

test("a unit that is only in the area, and one that is silent for long, are graded by that", () => {
  expect(urgencyOf(encounter(1, { sight: "area" }))).toBe("caution");
  expect(urgencyOf(example<Alert>("OverdueAlert", { beyond_reach: true } as Partial<Alert>))).toBe("critical");
  expect(urgencyOf(example<Alert>("OverdueAlert"))).toBe("caution");
  expect(urgencyOf(example<Alert>("SosAlert"))).toBe("critical");
});

test("an incident is looked at as its severity is, and its photo is of the same matter", () => {
  const incident = (seq: number, severity: Severity, rings = true): IncidentAlert => {
    const one = example<IncidentAlert>("IncidentAlert", { seq, incident: "i", rings });
    return { ...one, observation: { ...one.observation, severity } };
  };
  const severities = ["low", "moderate", "high", "critical"] as const;
  expect(severities.map((severity) => urgencyOf(incident(1, severity)))).toEqual(["advisory", "advisory", "caution", "critical"]);
  const [waiting, ...others] = queue([incident(1, "high"), incident(2, "high", false)]);
  expect(others).toEqual([]);
  expect(waiting).toMatchObject({ alert: { seq: 2 }, urgency: "caution", seqs: [1] });
});

test("there is a time to count down to only while it lies in what is told", () => {
  expect(happensAt(encounter(1))).toBe("2026-12-01T08:14:40Z");
  expect(happensAt(encounter(1, { state: "ended" }))).toBeNull();
  expect(happensAt(alert(1))).toBeNull();
});
