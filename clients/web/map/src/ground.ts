/** How the ground is drawn: the service's own basemap, and the layers that the operator added. Pure. */
import type { MapFile } from "@deconflict/sdk";
import type { Language } from "@deconflict/ui";
import type { LayerSpecification, SourceSpecification } from "maplibre-gl";
import type { Palette } from "./palette.ts";

/** What is needed of a map to draw it. */
export type Ground = Pick<MapFile, "name" | "basemap" | "tiles" | "layers" | "address" | "bounds">;

/** Letters are drawn by the browser from the device's fonts; nobody is asked for glyphs. The first name says the weight. */
const PLAIN = ["Noto Sans", "Noto Sans Arabic", "Segoe UI", "Tahoma"];
export const BOLD = ["Noto Sans Bold", ...PLAIN];

export const groundSource = (name: string): string => `ground-${name}`;

const NAMES: Readonly<Record<Language, readonly string[]>> = {
  ar: ["name_ar", "name:ar", "name_en", "name:en", "name"],
  en: ["name_en", "name:en", "name", "name_ar", "name:ar"],
};

/** What a place is called in the reader's language, or in the other one rather than not at all. */
const called = (language: Language): ["coalesce", ...["get", string][]] => [
  "coalesce",
  ...NAMES[language].map((name): ["get", string] => ["get", name]),
];

export const sourceOf = ({ name, tiles }: Ground): SourceSpecification =>
  tiles === "mvt"
    ? { type: "vector", url: `pmtiles://${name}` }
    : { type: "raster", url: `pmtiles://${name}`, tileSize: 256 };

/** The sheet that a basemap is drawn on: what lies beyond it is not sea, but not on the map. */
export const SHEET = "ground-sheet";

export function sheetOf([west, south, east, north]: Ground["bounds"]): SourceSpecification {
  const ring = [[west, south], [east, south], [east, north], [west, north], [west, south]];
  return { type: "geojson", data: { type: "Polygon", coordinates: [ring] } };
}

const label = (language: Language, palette: Palette, size: number, colour: string) => ({
  layout: { "text-field": called(language), "text-font": PLAIN, "text-size": size, "text-max-width": 8 },
  paint: { "text-color": colour, "text-halo-color": palette.halo, "text-halo-width": 1.5 },
});

/** The layers of a basemap as `deconflict geodata build` makes it. */
export function basemap(name: string, palette: Palette, language: Language): LayerSpecification[] {
  const source = groundSource(name);
  const [towns, airfields] = [label(language, palette, 13, palette.place), label(language, palette, 11, palette.place)];
  return [
    { id: "sea", type: "fill", source: SHEET, paint: { "fill-color": palette.water } },
    { id: "land", type: "fill", source, "source-layer": "land", paint: { "fill-color": palette.land } },
    { id: "districts", type: "line", source, "source-layer": "districts", paint: { "line-color": palette.district } },
    {
      id: "borders",
      type: "line",
      source,
      "source-layer": "borders",
      paint: { "line-color": palette.border, "line-width": 1.5, "line-dasharray": [4, 2] },
    },
    {
      id: "airfields",
      type: "circle",
      source,
      "source-layer": "airfields",
      minzoom: 7,
      paint: { "circle-radius": 3, "circle-color": palette.halo, "circle-stroke-color": palette.place, "circle-stroke-width": 1 },
    },
    {
      id: "town-dots",
      type: "circle",
      source,
      "source-layer": "towns",
      filter: [">=", ["zoom"], ["get", "from_zoom"]],
      paint: { "circle-radius": 2.5, "circle-color": palette.place },
    },
    {
      id: "district-labels",
      type: "symbol",
      source,
      "source-layer": "district_labels",
      minzoom: 6,
      maxzoom: 8,
      ...label(language, palette, 11, palette.border),
    },
    {
      id: "country-labels",
      type: "symbol",
      source,
      "source-layer": "country_labels",
      ...label(language, palette, 14, palette.border),
    },
    {
      id: "airfield-names",
      type: "symbol",
      source,
      "source-layer": "airfields",
      minzoom: 8,
      ...airfields,
      layout: { ...airfields.layout, "text-anchor": "top", "text-offset": [0, 0.4] },
    },
    {
      id: "towns",
      type: "symbol",
      source,
      "source-layer": "towns",
      filter: [">=", ["zoom"], ["get", "from_zoom"]],
      ...towns,
      layout: {
        ...towns.layout,
        "text-variable-anchor": ["top", "bottom", "left", "right"],
        "text-radial-offset": 0.5,
        "symbol-sort-key": ["-", 0, ["get", "inhabitants"]],
      },
    },
  ];
}

/** A layer of the operator's, of whatever it is made: pale areas, lines, dots and names, all below what the service says. */
export function added(map: Ground, palette: Palette, language: Language): LayerSpecification[] {
  const source = groundSource(map.name);
  const id = (what: string): string => `${source}-${what}`;
  if (map.tiles !== "mvt") return [{ id: id("picture"), type: "raster", source, paint: { "raster-opacity": 0.8 } }];
  return map.layers.flatMap((layer): LayerSpecification[] => {
    const of = { source, "source-layer": layer };
    return [
      {
        id: id(`${layer}-areas`),
        type: "fill",
        ...of,
        filter: ["==", ["geometry-type"], "Polygon"],
        paint: { "fill-color": palette.border, "fill-opacity": 0.12 },
      },
      {
        id: id(`${layer}-lines`),
        type: "line",
        ...of,
        filter: ["!=", ["geometry-type"], "Point"],
        paint: { "line-color": palette.border, "line-width": 1 },
      },
      {
        id: id(`${layer}-dots`),
        type: "circle",
        ...of,
        filter: ["==", ["geometry-type"], "Point"],
        paint: { "circle-radius": 3, "circle-color": palette.border },
      },
      { id: id(`${layer}-names`), type: "symbol", ...of, minzoom: 8, ...label(language, palette, 11, palette.place) },
    ];
  });
}
