/** The whole map as MapLibre's style: ground, what is shown on it, colours and language. Pure; nothing in it is elsewhere's. */
import type { Language } from "@deconflict/ui";
import type { SourceSpecification, StyleSpecification } from "maplibre-gl";
import type { Features } from "./geojson.ts";
import { added, basemap, type Ground, groundSource, SHEET, sheetOf, sourceOf } from "./ground.ts";
import { marks } from "./marks.ts";
import { type Kind, KINDS } from "./model.ts";
import type { Palette } from "./palette.ts";

export interface Dress {
  readonly palette: Palette;
  readonly language: Language;
  /** The basemap, and what of the operator's is switched on. */
  readonly grounds: readonly Ground[];
}

export type Drawn = Readonly<Record<Kind, Features>>;

export function styleOf(dress: Dress, drawn: Drawn, selected: string | null): StyleSpecification {
  const { palette, language, grounds } = dress;
  const sheet = grounds.find(({ basemap }) => basemap);
  const lie = [...grounds].sort((a, b) => Number(b.basemap) - Number(a.basemap));
  return {
    version: 8,
    sources: {
      ...(sheet === undefined ? {} : { [SHEET]: sheetOf(sheet.bounds) }),
      ...Object.fromEntries(lie.map((each) => [groundSource(each.name), sourceOf(each)])),
      ...shown(drawn),
    },
    layers: [
      { id: "beyond", type: "background", paint: { "background-color": palette.halo } },
      ...lie.flatMap((each) =>
        each.basemap ? basemap(each.name, palette, language) : added(each, palette, language),
      ),
      ...marks(palette, selected),
    ],
  };
}

/** MapLibre's types want arrays that may be changed; it changes none. */
const shown = (drawn: Drawn): Record<string, SourceSpecification> =>
  Object.fromEntries(KINDS.map((kind) => [kind, { type: "geojson", data: drawn[kind] as unknown as GeoJSON.GeoJSON }]));
