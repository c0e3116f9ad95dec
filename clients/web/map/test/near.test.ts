/** Where something is by the named places around it. */
import { describe, expect, test } from "vitest";
import type { Bounds, Layer } from "../src/model.ts";
import { nearest, octantOf, spotOf, type Town, withTown } from "../src/near.ts";

const town = (en: string, lon: number, lat: number, fromZoom: number): Town => ({ at: [lon, lat], names: { en, ar: null }, fromZoom });
const BANI_WALID = town("Bani Walid", 13.98, 31.76, 7);
const TRIPOLI = town("Tripoli", 13.19, 32.89, 4);
const HAMLET = town("Hamlet", 14.11, 31.69, 12);
const TOWNS = [TRIPOLI, BANI_WALID];

test("something is so far from the nearest town, on the side where it lies", () => {
  const near = nearest(TOWNS, [14.07, 31.684]);
  expect(near?.town).toBe(BANI_WALID);
  expect(near?.distanceM).toBeCloseTo(11_989, -2);
  expect(octantOf(near?.bearingDeg ?? 0)).toBe("se");
  expect(nearest([], [14, 31])).toBeNull();
});

test.each([[0, "n"], [22, "n"], [23, "ne"], [337, "nw"], [338, "n"], [359.9, "n"]])("%d degrees is %s", (bearing, octant) => {
  expect(octantOf(bearing)).toBe(octant);
});

describe("a view with a town in it", () => {
  const spot: Bounds = [14.1, 31.7, 14.1, 31.7];
  /** A degree across is zoom 8; each doubling is one less. */
  const zoomOf = ([west, south, east, north]: Bounds): number => 8 - Math.log2(Math.max(east - west, north - south, 0.01));

  const around = (view: Bounds, wanted: Bounds) => view.forEach((degrees, side) => expect(degrees).toBeCloseTo(wanted[side] ?? 0, 9));

  test("is as much wider as it has to be, to all sides alike", () => {
    around(withTown(spot, TOWNS, zoomOf), [13.98, 31.64, 14.22, 31.76]);
  });

  test("passes over a nearer one whose name the map does not write at that scale", () => {
    around(withTown(spot, [HAMLET, ...TOWNS], () => 9), [13.98, 31.64, 14.22, 31.76]);
  });

  test("stays what it is where it has one, or where all are far away", () => {
    const wide: Bounds = [13.9, 31.6, 14.2, 31.8];
    around(withTown(wide, TOWNS, zoomOf), wide);
    const desert: Bounds = [22, 24, 22, 24];
    expect(withTown(desert, TOWNS, zoomOf)).toBe(desert);
  });
});

describe("the one place of a thing", () => {
  const layers: Layer[] = [
    { kind: "points", features: [{ id: "c", grade: "critical", text: "X2-PMM3", at: [14, 31], sort: "conflict" }] },
    { kind: "routes", features: [{ id: "p", grade: null, text: "Saqr 1", line: [[13, 32], [14, 32]], halfWidth_m: 50, stretch: [] }] },
  ];

  test("is a point's own, with what stands beside it", () => {
    expect(spotOf(layers, "c")).toEqual({ at: [14, 31], text: "X2-PMM3" });
  });

  test("is none of a long way's, or of what is not on the map", () => {
    expect(spotOf(layers, "p")).toBeNull();
    expect(spotOf(layers, "another")).toBeNull();
  });
});
