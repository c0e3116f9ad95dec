/** Drawing a line: the thin shell around terra-draw. Points are set by pressing, then dragged, added between and taken away. */
import type { Map as Drawing } from "maplibre-gl";
import {
  type GeoJSONStoreFeatures,
  TerraDraw,
  TerraDrawLineStringMode,
  TerraDrawModeUndoRedo,
  TerraDrawSelectMode,
  TerraDrawSessionUndoRedo,
} from "terra-draw";
import { TerraDrawMapLibreGLAdapter } from "terra-draw-maplibre-gl-adapter";
import type { Point } from "./model.ts";
import type { Palette } from "./palette.ts";

const LINE = "linestring";
const EDIT = "select";
/** The line may be finer than what anybody drives: about 0.1 m. */
const DECIMALS = 6;
const FINGER_PX = 24;

const isLine = ({ geometry, properties }: GeoJSONStoreFeatures): boolean =>
  geometry.type === "LineString" && properties["mode"] === LINE;

function pointsIn(feature: GeoJSONStoreFeatures): readonly Point[] {
  if (feature.geometry.type !== "LineString") return [];
  const all = feature.geometry.coordinates.map(([lon = 0, lat = 0]): Point => [lon, lat]);
  // While it is being drawn the last point is where the pointer is: nobody has set it yet.
  return feature.properties["currentlyDrawing"] === true ? all.slice(0, -1) : all;
}

export class Pen {
  readonly #draw: TerraDraw;
  readonly #changed: (points: readonly Point[]) => void;
  #told = "[]";
  #taking = false;

  constructor(map: Drawing, palette: Palette, changed: (points: readonly Point[]) => void) {
    this.#changed = changed;
    this.#draw = new TerraDraw({
      adapter: new TerraDrawMapLibreGLAdapter({ map, coordinatePrecision: DECIMALS }),
      modes: [lineMode(palette), editMode(palette)],
      undoRedo: { modeLevel: new TerraDrawModeUndoRedo(), sessionLevel: new TerraDrawSessionUndoRedo() },
    });
    this.#draw.start();
    this.#draw.setMode(LINE);
    this.#draw.on("change", () => this.#tell());
    this.#draw.on("finish", () => queueMicrotask(() => this.#edit()));
  }

  /** Take a line from elsewhere, like the page's own table; what was drawn goes. */
  set(points: readonly Point[]): void {
    if (JSON.stringify(points) === this.#told) return;
    this.#told = JSON.stringify(points);
    // What is half done, a line gone and the other not there yet, is nobody's drawing: told, it would come back as one.
    this.#taking = true;
    this.#take(points);
    this.#taking = false;
  }

  #take(points: readonly Point[]): void {
    this.#draw.clear();
    if (points.length < 2) return this.#draw.setMode(LINE);
    const coordinates = points.map(([lon, lat]) => [fine(lon), fine(lat)]);
    this.#draw.addFeatures([
      { type: "Feature", geometry: { type: "LineString", coordinates }, properties: { mode: LINE } },
    ]);
    this.#edit();
  }

  undo(): void {
    this.#draw.undo();
    if (this.#line() === undefined) this.#draw.setMode(LINE);
  }

  clear(): void {
    this.#draw.clear();
    this.#draw.setMode(LINE);
    this.#tell();
  }

  leave(): void {
    this.#draw.stop();
  }

  #line(): GeoJSONStoreFeatures | undefined {
    return this.#draw.getSnapshot().find(isLine);
  }

  /** One line is enough: once it is there, its points are moved. */
  #edit(): void {
    const id = this.#line()?.id;
    if (id === undefined) return;
    this.#draw.setMode(EDIT);
    this.#draw.selectFeature(id);
  }

  #tell(): void {
    if (this.#taking) return;
    const line = this.#line();
    const points = line === undefined ? [] : pointsIn(line);
    const said = JSON.stringify(points);
    if (said === this.#told) return;
    this.#told = said;
    this.#changed(points);
  }
}

const fine = (degrees: number): number => Number(degrees.toFixed(DECIMALS));

type Hex = `#${string}`;
const hex = (colour: string): Hex => colour as Hex;

const lineMode = ({ accent, sheet }: Palette): TerraDrawLineStringMode =>
  new TerraDrawLineStringMode({
    pointerDistance: FINGER_PX,
    showCoordinatePoints: true,
    styles: {
      lineStringColor: hex(accent),
      lineStringWidth: 4,
      closingPointColor: hex(accent),
      closingPointWidth: 8,
      closingPointOutlineColor: hex(sheet),
      closingPointOutlineWidth: 2,
      coordinatePointColor: hex(accent),
      coordinatePointWidth: 5,
      coordinatePointOutlineColor: hex(sheet),
      coordinatePointOutlineWidth: 2,
    },
  });

const editMode = ({ accent, sheet }: Palette): TerraDrawSelectMode =>
  new TerraDrawSelectMode({
    pointerDistance: FINGER_PX,
    allowManualDeselection: false,
    flags: { [LINE]: { feature: { coordinates: { midpoints: true, draggable: true, deletable: true } } } },
    styles: {
      selectedLineStringColor: hex(accent),
      selectedLineStringWidth: 4,
      selectionPointColor: hex(sheet),
      selectionPointWidth: 8,
      selectionPointOutlineColor: hex(accent),
      selectionPointOutlineWidth: 3,
      midPointColor: hex(accent),
      midPointWidth: 5,
      midPointOutlineColor: hex(sheet),
      midPointOutlineWidth: 2,
    },
  });
