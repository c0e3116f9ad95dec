/** The towns come out of the basemap that ships with the service. */
import { readFileSync } from "node:fs";
import { PMTiles } from "pmtiles";
import { expect, test } from "vitest";
import { distanceM } from "../src/sphere.ts";
import { type ReadTile, townsOf } from "../src/towns.ts";

const SHIPPED = new URL("../../../../deconflict/places/shipped/", import.meta.url);
const file = readFileSync(new URL("libya.pmtiles", SHIPPED));
const getBytes = async (offset: number, length: number) => ({ data: new Uint8Array(file.subarray(offset, offset + length)).buffer });
const map = new PMTiles({ getKey: () => "libya", getBytes });
const read: ReadTile = async (...tile) => (await map.getZxy(...tile))?.data ?? null;

interface Known {
  readonly kind: string;
  readonly name_en: string;
  readonly name_ar: string | null;
  readonly lon: number;
  readonly lat: number;
}

test("every town of the gazetteer is there once, with its names, where it is", async () => {
  const { places } = JSON.parse(readFileSync(new URL("libya.gazetteer.json", SHIPPED), "utf8")) as { places: Known[] };
  const known = places.filter(({ kind }) => kind === "town");
  const found = await townsOf(read, [5, 17, 30, 38]);
  expect(found).toHaveLength(known.length);
  for (const { name_en, name_ar, lon, lat } of known) {
    const town = found.find(({ names }) => names.en === name_en);
    expect(town?.names.ar).toBe(name_ar);
    expect(distanceM(town?.at ?? [0, 0], [lon, lat])).toBeLessThan(300);
  }
});

test("only the tiles of the map's own box are read, and one that is missing is no fault", async () => {
  const asked: string[] = [];
  const none: ReadTile = async (...tile) => {
    asked.push(tile.join("/"));
    return null;
  };
  expect(await townsOf(none, [13, 32, 13.5, 32.5])).toEqual([]);
  expect(asked).toEqual(["5/17/12"]);
});
