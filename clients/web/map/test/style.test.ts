/** The whole map as a style: MapLibre takes it as it is, and nothing in it is fetched from elsewhere. */
import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import { describe, expect, test } from "vitest";
import { NOTHING_DRAWN } from "../src/geojson.ts";
import type { Ground } from "../src/ground.ts";
import { paletteOf } from "../src/palette.ts";
import { styleOf } from "../src/style.ts";

const palette = paletteOf((property) => (property === "--critical" ? " #b3261e" : "#123456"));
const LIBYA: Ground = { name: "libya", basemap: true, tiles: "mvt", layers: ["land", "towns"], address: "/v1/maps/libya", bounds: [5, 17, 30, 38] };
const ROADS: Ground = { name: "roads", basemap: false, tiles: "mvt", layers: ["roads"], address: "/v1/maps/roads", bounds: [9, 19, 25, 33] };
const PHOTO: Ground = { name: "photo", basemap: false, tiles: "webp", layers: [], address: "/v1/maps/photo", bounds: [13, 32, 14, 33] };

const style = styleOf({ palette, language: "en", grounds: [ROADS, PHOTO, LIBYA] }, NOTHING_DRAWN, "unit-1");
const order = style.layers.map(({ id }) => id);

test("MapLibre has nothing to object to", () => {
  expect(validateStyleMin(style as Parameters<typeof validateStyleMin>[0])).toEqual([]);
});

test("nothing but the service itself is asked", () => {
  expect(JSON.stringify(style)).not.toMatch(/https?:|glyphs|sprite/);
});

test("the basemap lies lowest, what the operator added over it, what the service knows on top", () => {
  expect(order.indexOf("land")).toBeLessThan(order.indexOf("ground-roads-roads-lines"));
  expect(order.indexOf("ground-photo-picture")).toBeLessThan(order.indexOf("zones"));
  expect(order.indexOf("routes")).toBeLessThan(order.indexOf("units"));
  expect(order.at(-1)).toBe("points");
});

test("without a basemap what the service knows is drawn all the same", () => {
  const bare = styleOf({ palette, language: "ar", grounds: [] }, NOTHING_DRAWN, null);
  expect(validateStyleMin(bare as Parameters<typeof validateStyleMin>[0])).toEqual([]);
  expect(bare.layers.map(({ id }) => id)).toContain("points");
});

test("colours are the page's own", () => {
  expect(palette.critical).toBe("#b3261e");
  expect(JSON.stringify(style.layers.find(({ id }) => id === "zones"))).toContain("#b3261e");
});

describe("names of places", () => {
  const firstName = (language: "en" | "ar") => {
    const towns = styleOf({ palette, language, grounds: [LIBYA] }, NOTHING_DRAWN, null).layers.find(({ id }) => id === "towns");
    return JSON.stringify(towns?.type === "symbol" && towns.layout?.["text-field"]);
  };
  test.each(["en", "ar"] as const)("are read in %s first, and in the other rather than not at all", (language) => {
    const said = firstName(language);
    const other = language === "en" ? "ar" : "en";
    expect(said.indexOf(`name_${language}`)).toBeGreaterThan(0);
    expect(said.indexOf(`name_${language}`)).toBeLessThan(said.indexOf(`name_${other}`));
  });
});
