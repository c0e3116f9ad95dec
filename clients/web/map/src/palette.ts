/** The colours of the map, from the page's own style sheets: the grades are the design language's, the ground the map's. */
const PROPERTIES = {
  water: "--map-water",
  land: "--map-land",
  border: "--map-border",
  district: "--map-district",
  place: "--map-place",
  halo: "--map-halo",
  plain: "--ink-soft",
  ink: "--ink",
  sheet: "--sheet",
  accent: "--accent",
  critical: "--critical",
  caution: "--caution",
  advisory: "--advisory",
} as const;

export type Palette = Readonly<Record<keyof typeof PROPERTIES, string>>;

/** Read every colour; `read` gives a custom property's value. */
export const paletteOf = (read: (property: string) => string): Palette =>
  Object.fromEntries(Object.entries(PROPERTIES).map(([name, property]) => [name, read(property).trim()])) as Palette;
