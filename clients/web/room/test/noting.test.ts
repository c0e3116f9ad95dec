/** What a note says and what it is about. */
import type { Alert } from "@deconflict/sdk";
import { expect, test } from "vitest";
import { aboutOf, call, referenceOf, words } from "../src/noting.ts";

const conflict = { kind: "conflict", episode: 1, conflict: "c1", reference: "K7-M2" } as unknown as Alert;
const escalation = { kind: "escalation", seq: 4, reference: "" } as unknown as Alert;

test("a note is about what its alert is about, and about nothing where there is no record of it", () => {
  expect(aboutOf(conflict)).toEqual({ kind: "conflict", id: "c1" });
  expect(aboutOf({ ...conflict, kind: "all_clear" } as Alert)).toEqual({ kind: "conflict", id: "c1" });
  expect(aboutOf(escalation)).toBeNull();
});

test("a matter is called by the reference that its alerts carry", () => {
  expect(referenceOf({ kind: "conflict", id: "c1" }, [escalation, conflict])).toBe("K7-M2");
  expect(referenceOf({ kind: "conflict", id: "c2" }, [escalation, conflict])).toBeNull();
});

test("one press says whom one called; who answered is left out when nobody is named", () => {
  expect(call("east", " ", " ", null)).toEqual({ kind: "call", called: "east", text: "", answered_by: null, about: null });
  expect(words("handover", " quiet ", null)).toEqual({ kind: "handover", text: "quiet", about: null });
});
