/** How often a phone looks where it is, and what it gives up when the line stays cut. */
import type { Fix } from "@deconflict/sdk";
import { describe, expect, test } from "vitest";
import { givenUp, intervalS, speedOf } from "../src/sharing/schedule.ts";

const FULL = { level: 0.9, charging: false };

describe("the time between two looks", () => {
  test.each([
    ["fast", { speed: 15, battery: FULL, near: false }, 5],
    ["on foot", { speed: 1.5, battery: FULL, near: false }, 15],
    ["standing", { speed: 0, battery: FULL, near: false }, 60],
    ["nobody knows how fast", { speed: null, battery: null, near: false }, 15],
    ["fast, with little charge", { speed: 15, battery: { level: 0.15, charging: false }, near: false }, 15],
    ["fast, almost empty", { speed: 15, battery: { level: 0.05, charging: false }, near: false }, 30],
    ["standing, almost empty", { speed: 0, battery: { level: 0.05, charging: false }, near: false }, 240],
    ["almost empty on the charger", { speed: 0, battery: { level: 0.05, charging: true }, near: false }, 60],
    ["almost empty, but somebody is near", { speed: 0, battery: { level: 0.05, charging: false }, near: true }, 5],
  ])("%s", (_, moving, seconds) => {
    expect(intervalS(moving)).toBe(seconds);
  });
});

describe("speed", () => {
  const fix = (second: number, lat: number, speed_m_s: number | null = null): Fix => ({
    at: new Date(second * 1000).toISOString(),
    lon: 15,
    lat,
    speed_m_s,
  });
  test("is the device's own", () => expect(speedOf(fix(10, 32, 7), fix(0, 31))).toBe(7));
  test("is else what two fixes say", () => expect(speedOf(fix(100, 32.01), fix(0, 32))).toBeCloseTo(11.1, 1));
  test("is unknown of one fix, or of two at once", () => {
    expect(speedOf(fix(0, 32), null)).toBeNull();
    expect(speedOf(fix(0, 32), fix(0, 33))).toBeNull();
  });
});

test("too many fixes get coarser, and keep their beginning and all that is new", () => {
  expect(givenUp([1, 2, 3, 4], 4)).toEqual([]);
  const all = [...Array(101).keys()];
  const gone = new Set(givenUp(all, 100));
  const left = all.filter((each) => !gone.has(each));
  expect(left.length).toBe(76);
  expect(left.slice(0, 3)).toEqual([0, 2, 4]);
  expect(left.slice(-51)).toEqual(all.slice(-51));
});
