/** Drawing a line: the thin shell around terra-draw. Points are set by pressing, then dragged, added between and taken away. */
import type { Map as Drawing } from "maplibre-gl";
import {
  type GeoJSONStoreFeatures,
  type SnapToCustom,
  TerraDraw,
  TerraDrawLineStringMode,
  TerraDrawModeUndoRedo,
  TerraDrawSelectMode,
  TerraDrawSessionUndoRedo,
} from "terra-draw";
import { TerraDrawMapLibreGLAdapter } from "terra-draw-maplibre-gl-adapter";
import { Echoes } from "./echoes.ts";
import type { Point } from "./model.ts";
import type { Palette } from "./palette.ts";
import { type Rail, railsOf, snapped } from "./snapping.ts";

const LINE = "linestring";
const EDIT = "select";
/** The line may be finer than what anybody drives: about 0.1 m. */
const DECIMALS = 6;
const FINGER_PX = 24;
/** Less than a finger: a second press on a point that was snapped still finishes the line. */
const SNAP_PX = 16;

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
  readonly #echoes = new Echoes();
  #taking = false;
  #telling = false;
  #rails: readonly Rail[] = [];

  constructor(map: Drawing, palette: Palette, changed: (points: readonly Point[]) => void) {
    this.#changed = changed;
    this.#draw = new TerraDraw({
      adapter: new TerraDrawMapLibreGLAdapter({ map, coordinatePrecision: DECIMALS }),
      modes: [lineMode(palette, this.#snap), editMode(palette, this.#snap)],
      undoRedo: { modeLevel: new TerraDrawModeUndoRedo(), sessionLevel: new TerraDrawSessionUndoRedo() },
    });
    this.#draw.start();
    this.#draw.setMode(LINE);
    this.#draw.on("change", () => this.#tellSoon());
    this.#draw.on("finish", () => queueMicrotask(() => this.#edit()));
  }

  /** Take a line from elsewhere, like the page's own table; what was drawn goes. */
  set(points: readonly Point[]): void {
    const said = JSON.stringify(points);
    if (this.#echoes.isEcho(said) || said === this.#told) return;
    this.#told = said;
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

  /** Points that are set or dragged near one of these lines come to lie on it. */
  snapTo(lines: readonly (readonly Point[])[]): void {
    this.#rails = railsOf(lines);
  }

  readonly #snap: SnapToCustom = ({ containerX: x, containerY: y }, { project, unproject }) => {
    const [first, last] = [unproject(x - SNAP_PX, y + SNAP_PX), unproject(x + SNAP_PX, y - SNAP_PX)];
    const near = [first.lng, first.lat, last.lng, last.lat] as const;
    const press = { at: { x, y }, near, reach_px: SNAP_PX, project: ([lon, lat]: Point) => project(lon, lat) };
    return snapped(this.#rails, press)?.map(fine);
  };

  undo(): void {
    this.#draw.undo();
    if (this.#line() === undefined) this.#draw.setMode(LINE);
  }

  clear(): void {
    this.#draw.clear();
    this.#draw.setMode(LINE);
    this.#tellSoon();
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

  /** What terra-draw changes in one go is told once: in between, a line that is being finished lacks its last point. */
  #tellSoon(): void {
    if (this.#taking || this.#telling) return;
    this.#telling = true;
    queueMicrotask(() => {
      this.#telling = false;
      this.#tell();
    });
  }

  #tell(): void {
    const line = this.#line();
    const points = line === undefined ? [] : pointsIn(line);
    const said = JSON.stringify(points);
    if (said === this.#told) return;
    this.#told = said;
    this.#echoes.tell(said);
    this.#changed(points);
  }
}

const fine = (degrees: number): number => Number(degrees.toFixed(DECIMALS));

type Hex = `#${string}`;
const hex = (colour: string): Hex => colour as Hex;

const lineMode = ({ accent, sheet }: Palette, toCustom: SnapToCustom): TerraDrawLineStringMode =>
  new TerraDrawLineStringMode({
    pointerDistance: FINGER_PX,
    showCoordinatePoints: true,
    snapping: { toCustom },
    styles: {
      lineStringColor: hex(accent),
      lineStringWidth: 4,
      closingPointColor: hex(accent),
      closingPointWidth: 8,
      closingPointOutlineColor: hex(sheet),
      closingPointOutlineWidth: 2,
      snappingPointColor: hex(sheet),
      snappingPointWidth: 9,
      snappingPointOutlineColor: hex(accent),
      snappingPointOutlineWidth: 4,
      coordinatePointColor: hex(accent),
      coordinatePointWidth: 5,
      coordinatePointOutlineColor: hex(sheet),
      coordinatePointOutlineWidth: 2,
    },
  });

const editMode = ({ accent, sheet }: Palette, toCustom: SnapToCustom): TerraDrawSelectMode =>
  new TerraDrawSelectMode({
    pointerDistance: FINGER_PX,
    allowManualDeselection: false,
    flags: { [LINE]: { feature: { coordinates: { midpoints: true, snappable: { toCustom }, draggable: true, deletable: true } } } },
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
