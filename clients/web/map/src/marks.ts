/** How what the service says is drawn: colour by grade, form by what it is, dashes for what is old. Pure. */
import type { ExpressionSpecification, FilterSpecification, LayerSpecification } from "maplibre-gl";
import { BOLD } from "./ground.ts";
import { iconName } from "./icons.ts";
import type { Palette } from "./palette.ts";

/** Layers that are picked by pressing on them, what lies on top first. */
export const PICKED = ["points", "units", "posts", "routes", "cells", "zones"] as const;

const GRADES = ["critical", "caution", "advisory", "plain"] as const;
const WIDEST_ZOOM = 24;

const byGrade = (of: (grade: (typeof GRADES)[number]) => string): ExpressionSpecification => [
  "match",
  ["get", "grade"],
  "critical",
  of("critical"),
  "caution",
  of("caution"),
  "advisory",
  of("advisory"),
  of("plain"),
];

/** A width that is so many metres on the ground: twice the pixels with every zoom. */
const TRUE_WIDTH: ExpressionSpecification = [
  "interpolate",
  ["exponential", 2],
  ["zoom"],
  0,
  ["get", "width"],
  WIDEST_ZOOM,
  ["*", ["get", "width"], 2 ** WIDEST_ZOOM],
];

/** A square of the grid is two kilometres wide, less than a pixel on the map of a whole country: from afar its edge is seen. */
const EDGE_WIDTH: ExpressionSpecification = ["interpolate", ["linear"], ["zoom"], 6, 5, 10, 1];

const part = (name: string): FilterSpecification => ["==", ["get", "part"], name];

const isSelected = (selected: string | null): ExpressionSpecification => ["==", ["get", "id"], selected ?? ""];

function zones(palette: Palette): LayerSpecification[] {
  const colour = byGrade((grade) => palette[grade]);
  return [
    { id: "zones", type: "fill", source: "zones", paint: { "fill-color": colour, "fill-opacity": 0.12 } },
    { id: "zone-edges", type: "line", source: "zones", paint: { "line-color": colour, "line-width": 2, "line-dasharray": [3, 1.5] } },
    { id: "cells", type: "fill", source: "cells", paint: { "fill-color": colour, "fill-opacity": 0.3 } },
    { id: "cell-edges", type: "line", source: "cells", paint: { "line-color": colour, "line-width": EDGE_WIDTH } },
  ];
}

function routes(palette: Palette): LayerSpecification[] {
  const colour = byGrade((grade) => palette[grade]);
  const round = { "line-cap": "round", "line-join": "round" } as const;
  return [
    { id: "routes", type: "line", source: "routes", filter: part("way"), layout: round, paint: { "line-color": colour, "line-width": 3, "line-opacity": 0.7 } },
    {
      id: "corridors",
      type: "line",
      source: "routes",
      filter: part("stretch"),
      layout: round,
      paint: { "line-color": colour, "line-width": TRUE_WIDTH, "line-opacity": 0.3 },
    },
    { id: "posts", type: "circle", source: "routes", filter: part("post"), paint: { "circle-radius": 7, "circle-color": colour, "circle-opacity": 0.8, "circle-stroke-color": palette.sheet, "circle-stroke-width": 2 } },
    // Where a corridor is narrower than a line, it is still seen.
    { id: "stretches", type: "line", source: "routes", filter: part("stretch"), layout: round, paint: { "line-color": colour, "line-width": 8, "line-opacity": 0.55 } },
  ];
}

/** What was gone before stands behind what is meant now. */
const past = (palette: Palette): LayerSpecification[] => [
  {
    id: "past",
    type: "line",
    source: "past",
    layout: { "line-cap": "round", "line-join": "round" },
    paint: { "line-color": palette.plain, "line-width": 2, "line-opacity": 0.8, "line-dasharray": [0.5, 2.5] },
  },
];

/** What somebody looks at is ringed, whatever it is. */
export const SELECTED = ["selected-areas", "selected-cells", "selected-routes", "selected-posts", "selected-units", "selected-points"] as const;

export const selectedFilter = (id: (typeof SELECTED)[number], selected: string | null): FilterSpecification =>
  of(id) === null ? isSelected(selected) : ["all", isSelected(selected), ["==", ["get", "part"], of(id)]];

/** The part of a route that is ringed. */
const of = (id: (typeof SELECTED)[number]): string | null => (id === "selected-routes" ? "way" : id === "selected-posts" ? "post" : null);

function ringed(palette: Palette, selected: string | null): LayerSpecification[] {
  const wide = { "line-color": palette.accent, "line-width": 5 };
  const ring = { "circle-radius": 18, "circle-opacity": 0, "circle-stroke-color": palette.accent, "circle-stroke-width": 4 };
  const filtered = (id: (typeof SELECTED)[number]) => ({ id, filter: selectedFilter(id, selected) });
  return [
    { ...filtered("selected-areas"), type: "line", source: "zones", paint: wide },
    { ...filtered("selected-cells"), type: "line", source: "cells", paint: wide },
    { ...filtered("selected-routes"), type: "line", source: "routes", paint: wide },
    { ...filtered("selected-posts"), type: "circle", source: "routes", paint: ring },
    { ...filtered("selected-units"), type: "circle", source: "units", paint: ring },
    { ...filtered("selected-points"), type: "circle", source: "points", paint: ring },
  ];
}

const text = (palette: Palette) => ({
  layout: {
    "text-field": ["get", "text"] as ExpressionSpecification,
    "text-font": BOLD,
    "text-size": 12,
    "text-anchor": "top" as const,
    "text-offset": [0, 1.1] as [number, number],
    "text-optional": true,
  },
  paint: { "text-color": palette.ink, "text-halo-color": palette.sheet, "text-halo-width": 2 },
});

function units(palette: Palette): LayerSpecification[] {
  const icon = (shape: "unit" | "heading" | "old" | "old-heading") =>
    byGrade((grade) => iconName(shape, palette[grade], palette.sheet));
  return [
    {
      id: "units",
      type: "symbol",
      source: "units",
      layout: {
        "icon-image": [
          "case",
          ["all", ["get", "old"], ["get", "heads"]],
          icon("old-heading"),
          ["get", "old"],
          icon("old"),
          ["get", "heads"],
          icon("heading"),
          icon("unit"),
        ],
        "icon-rotate": ["get", "course"],
        "icon-rotation-alignment": "map",
        "icon-allow-overlap": true,
        "icon-ignore-placement": true,
      },
    },
    // Names of thousands would cover the map, and placing them costs more than drawing them.
    { id: "unit-names", type: "symbol", source: "units", minzoom: 8, ...text(palette) },
  ];
}

function points(palette: Palette): LayerSpecification[] {
  const icon = (shape: "conflict" | "encounter" | "sos" | "place") =>
    byGrade((grade) => iconName(shape, palette[grade], palette.sheet));
  const written = text(palette);
  return [
    {
      id: "points",
      type: "symbol",
      source: "points",
      ...written,
      layout: {
        ...written.layout,
        "icon-image": ["match", ["get", "sort"], "conflict", icon("conflict"), "encounter", icon("encounter"), "sos", icon("sos"), icon("place")],
        "icon-size": 0.8,
        "icon-allow-overlap": true,
        "icon-ignore-placement": true,
        "symbol-z-order": "source", // the layer says what lies over what
      },
    },
  ];
}

/** Everything, from what lies lowest. */
export const marks = (palette: Palette, selected: string | null): LayerSpecification[] => [
  ...zones(palette),
  ...past(palette),
  ...routes(palette),
  ...ringed(palette, selected),
  ...units(palette),
  ...points(palette),
];
