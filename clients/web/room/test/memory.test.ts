/** Where units were, as far as this page was told. */
import type { Position } from "@deconflict/sdk";
import { expect, test } from "vitest";
import { Memory } from "../src/memory.ts";
import { REACH_MS } from "../src/moment.ts";

const START = Date.parse("2026-12-01T08:00:00Z");
const fix = (unit: string, seconds: number, lon = seconds): Position => ({
  unit,
  party: "p",
  callsign: unit,
  at: new Date(START + seconds * 1000).toISOString(),
  received_at: new Date(START + seconds * 1000).toISOString(),
  lon,
  lat: 0,
  accuracy_m: null,
  speed_m_s: null,
  course_deg: null,
});

test("a unit was where it was last heard before that time", () => {
  const memory = new Memory();
  for (const seconds of [0, 60, 120]) memory.note([fix("u", seconds)], START + seconds * 1000);
  expect(memory.at(START + 90_000).map(({ lon }) => lon)).toEqual([60]);
  expect(memory.at(START - 1)).toEqual([]);
});

test("whoever was silent for long before is not shown as if it had been there", () => {
  const memory = new Memory();
  memory.note([fix("u", 0)], START);
  expect(memory.at(START + 15 * 60_000)).toHaveLength(1);
  expect(memory.at(START + 15 * 60_000 + 1)).toEqual([]);
});

test("of fixes close together one is remembered", () => {
  const memory = new Memory();
  for (const seconds of [0, 1, 2, 9, 10]) memory.note([fix("u", seconds)], START + seconds * 1000);
  expect(memory.at(START + 9_999).map(({ lon }) => lon)).toEqual([0]);
  expect(memory.at(START + 10_000).map(({ lon }) => lon)).toEqual([10]);
});

test("it says from when on it knows, and forgets what is older than the slider", () => {
  const memory = new Memory();
  expect(memory.since).toBeNull();
  memory.note([fix("u", 0)], START);
  expect(memory.since).toBe(START);
  memory.note([fix("u", REACH_MS / 1000 + 60)], START + REACH_MS + 60_000);
  expect(memory.since).toBe(START + 60_000);
  expect(memory.at(START)).toEqual([]);
});
