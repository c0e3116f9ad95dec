/** The towns of the service's own basemap, read from its tiles as the map itself reads them: nobody is asked for a place. */
import { VectorTile, type VectorTileFeature } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import type { Bounds, Point } from "./model.ts";
import type { Town } from "./near.ts";

/** At this zoom a tile's grid is fine to 300 m, and a country is a few tiles. Every zoom has all towns. */
const ZOOM = 5;
const LAYER = "towns";

export type ReadTile = (zoom: number, column: number, row: number) => Promise<ArrayBuffer | null>;

export async function townsOf(read: ReadTile, bounds: Bounds): Promise<readonly Town[]> {
  const tiles = await Promise.all(tilesOf(bounds).map(async ([column, row]) => ({ column, row, data: await read(ZOOM, column, row) })));
  const all = tiles.flatMap(({ column, row, data }) => (data === null ? [] : townsIn(data, column, row)));
  // Those at an edge are in both tiles.
  return [...new Map(all.map((town) => [`${town.names.en} ${town.at.map((degrees) => degrees.toFixed(1)).join(" ")}`, town])).values()];
}

function townsIn(data: ArrayBuffer, column: number, row: number): readonly Town[] {
  const layer = new VectorTile(new PbfReader(data)).layers[LAYER];
  if (layer === undefined) return [];
  return Array.from({ length: layer.length }, (_, index) => townOf(layer.feature(index), column, row)).flatMap((town) => town ?? []);
}

function townOf(feature: VectorTileFeature, column: number, row: number): Town | null {
  const { geometry, properties } = feature.toGeoJSON(column, row, ZOOM);
  if (geometry.type !== "Point") return null;
  const [lon = 0, lat = 0] = geometry.coordinates;
  const text = (name: string): string | null => (typeof properties?.[name] === "string" ? properties[name] : null);
  const fromZoom: unknown = properties?.["from_zoom"];
  return { at: [lon, lat], names: { ar: text("name_ar"), en: text("name_en") }, fromZoom: typeof fromZoom === "number" ? fromZoom : 0 };
}

/** Every tile that a box touches. */
function tilesOf([west, south, east, north]: Bounds): readonly Point[] {
  const [first, last] = [tileAt([west, north]), tileAt([east, south])];
  const columns = Array.from({ length: last[0] - first[0] + 1 }, (_, index) => first[0] + index);
  return columns.flatMap((column) => Array.from({ length: last[1] - first[1] + 1 }, (_, index): Point => [column, first[1] + index]));
}

function tileAt([lon, lat]: Point): Point {
  const across = 2 ** ZOOM;
  const angle = (lat * Math.PI) / 180;
  const inside = (at: number): number => Math.min(across - 1, Math.max(0, Math.floor(at)));
  return [inside(((lon + 180) / 360) * across), inside(((1 - Math.asinh(Math.tan(angle)) / Math.PI) / 2) * across)];
}
