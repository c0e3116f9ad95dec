/** Every word of `@deconflict/map` in English. The Arabic texts have to have the same names, or the tests fail. */
export const EN = {
  loading: "The map is being drawn…",
  cannotDraw: "This device cannot draw the map. The lists say everything that it would show.",
  groundMissing: "Some of the map's ground could not be read. What the service knows is drawn all the same.",
  alternative: "{{label}}. Arrow keys move it, plus and minus change its scale. Everything on it is in the lists of this page.",
  closer: "Closer",
  farther: "Farther",
  whole: "Show all",
  layers: "Layers",
  near: "{{far}} {{octant}} of {{town}}",
  at: "at {{town}}",
  scale: "This long on the map:",
  sources: "Map sources",
  credits: {
    land: "Land and borders: {{whose}}.",
    districts: "Districts: {{whose}}, indicative.",
    towns: "Towns: {{whose}}, {{licence}}, names reviewed.",
    airfields: "Airfields: {{whose}}, {{licence}}.",
  },
  draw: {
    undo: "Take back",
    clear: "Draw anew",
    snap: "Own past routes: shown dashed, and points set near one snap to it",
    hint: "Press on the map to set points, and on the last one again to finish. Then drag points; small ones add new points.",
  },
};
