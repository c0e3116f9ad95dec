/** Calling for help: never by a tap, and its state is never said to be better than it is. */
import { type Alert, type Entry, type Known, NOTHING, type Sos } from "@deconflict/sdk";
import { describe, expect, test } from "vitest";
import { callOf } from "../src/sos/call.ts";
import { END, isCalled, slid, STEP, strideOf } from "../src/sos/slide.ts";

const along = (...places: number[]): number => places.reduce(slid, 0);

describe("the slide", () => {
  test("calls at its end", () => expect(isCalled(along(20, 55, 90, 100))).toBe(true));
  test("does not call short of it", () => expect(isCalled(along(20, 55, 90))).toBe(false));
  test("is never moved by a tap, wherever it lands", () => {
    for (let at = 0; at <= END; at += 1) expect(isCalled(along(at))).toBe(false);
    expect(along(END)).toBe(0);
    expect(isCalled(along(40, END))).toBe(false);
  });
  test("takes ten keys", () => {
    const keys = Array.from({ length: END / STEP }, (_, index) => (index + 1) * STEP);
    expect(isCalled(along(...keys))).toBe(true);
    expect(isCalled(along(...keys.slice(0, -1)))).toBe(false);
  });
  test.each([
    ["ArrowRight", false, STEP],
    ["ArrowLeft", false, -STEP],
    ["ArrowRight", true, -STEP],
    ["ArrowLeft", true, STEP],
    ["ArrowUp", true, STEP],
    ["ArrowDown", false, -STEP],
    ["End", false, null],
    ["Enter", false, null],
  ] as const)("is moved by %s as lines run (%s)", (key, rightToLeft, stride) => {
    expect(strideOf(key, rightToLeft)).toBe(stride);
  });
  test("may be slid back", () => expect(along(40, 80, 10)).toBe(10));
});

const said = (path: string): Entry => ({ key: path, person: "p", method: "POST", path, body: undefined, saidAt: 7 });
const sos = (id: string, unit: string | null, ended_at: string | null = null): Sos => ({
  id,
  unit,
  ended_at,
  party: "p",
  party_name: "P",
  callsign: "U1",
  place: null,
  note: "",
  raised_at: "2026-12-01T08:00:00Z",
  by_desk: null,
  reference: "R",
  level: null,
});
const telling = (...alerts: object[]): Known => ({
  ...NOTHING,
  alerts: new Map(alerts.map((alert, index) => [index, alert as Alert])),
});
const alert = (id: string, ended_at: string | null) => ({ sos: id, unit: "u1", raised_at: "2026-12-01T08:00:00Z", ended_at });

describe("a call for help", () => {
  test("that waits is not sent, whatever stood before", () => {
    expect(callOf("u1", [said("/v1/sos")], [sos("a", "u1")], NOTHING)).toEqual({ state: "unsent", key: "/v1/sos", saidAt: 7 });
  });
  test("is sent when the service has it, or told it", () => {
    expect(callOf("u1", [], [sos("a", "u1")], NOTHING)).toMatchObject({ state: "sent", sos: "a" });
    expect(callOf("u1", [], [], telling(alert("a", null)))).toMatchObject({ state: "sent", sos: "a" });
  });
  test("of another unit is not ours", () => {
    expect(callOf("u1", [], [sos("a", "u2"), sos("b", null)], NOTHING)).toEqual({ state: "none" });
  });
  test("whose end waits still stands", () => {
    expect(callOf("u1", [said("/v1/sos/a/end")], [sos("a", "u1")], NOTHING)).toMatchObject({ state: "ending" });
  });
  test("that is over by either word is over", () => {
    expect(callOf("u1", [], [sos("a", "u1", "x")], telling(alert("a", null)))).toEqual({ state: "none" });
    expect(callOf("u1", [], [sos("a", "u1")], telling(alert("a", null), alert("a", "x")))).toEqual({ state: "none" });
  });
});
