/** The one map on a page: the thin shell around MapLibre. It draws what it is given and tells what was pressed. */
import { type Api, mapReader } from "@deconflict/sdk";
import { type GeoJSONSource, Map as Drawing, addProtocol, setWorkerUrl, type PointLike } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { PMTiles, Protocol } from "pmtiles";
import { drawn, NOTHING_DRAWN, pointsOf } from "./geojson.ts";
import { type Ground, groundSource } from "./ground.ts";
import { icon, PIXEL_RATIO } from "./icons.ts";
import { PICKED, SELECTED, selectedFilter } from "./marks.ts";
import { type Bounds, KINDS, type Layer } from "./model.ts";
import { type Town, withTown } from "./near.ts";
import { boundsOf } from "./sphere.ts";
import { type Dress, type Drawn, styleOf } from "./style.ts";
import { townsOf } from "./towns.ts";

setWorkerUrl(workerUrl);
const tiles = new Protocol();
addProtocol("pmtiles", tiles.tile);

/** A finger hits within so many pixels. */
const REACH_PX = 12;
/** At the sides nothing that is looked for lies under the buttons; below a town its name is written. */
const PADDING_PX = { top: 40, bottom: 40, left: 64, right: 64 };
const CLOSEST_ZOOM = 18;
/** How near one looks at a single thing. */
const LOOK_ZOOM = 10;
/** How near a view begins at the most: what is shown may be a single point. */
const BEGIN_ZOOM = 13;

export interface Told {
  /** Somebody pressed on something, or on nothing. */
  readonly picked: (id: string | null) => void;
  /** The ground and what lies on it was drawn for the first time. */
  readonly settled: () => void;
  /** Some of the ground could not be read. */
  readonly failed: () => void;
}

/** Let MapLibre read that map by our own calls. */
export function serve(api: Api, ground: Ground & { readonly size: number }): void {
  if (tiles.get(ground.name) !== undefined) return;
  const read = mapReader(api, ground);
  const getBytes = async (offset: number, length: number) => ({ data: await read(offset, length) });
  tiles.add(new PMTiles({ getKey: () => ground.name, getBytes }));
}

/** The towns of a map that is served so; none of one that has no such layer. */
export async function readTowns({ name, tiles: made, bounds }: Ground): Promise<readonly Town[]> {
  const map = tiles.get(name);
  if (map === undefined || made !== "mvt") return [];
  return townsOf(async (...tile) => (await map.getZxy(...tile))?.data ?? null, bounds);
}

export class Chart {
  readonly map: Drawing;
  readonly #towns: readonly Town[];
  #dress: Dress;
  #layers: readonly Layer[] = [];
  #drawn: Drawn = NOTHING_DRAWN;
  #selected: string | null = null;
  /** Somebody chose what to look at: the view is theirs. */
  #taken = false;
  #styled = false;
  readonly #leaving = new Set<() => void>();
  #settled = false;

  constructor(place: HTMLElement, label: string, dress: Dress, towns: readonly Town[], bounds: Bounds, told: Told) {
    this.#dress = dress;
    this.#towns = towns;
    this.map = new Drawing({
      container: place,
      style: styleOf(dress, this.#drawn, null),
      bounds: [...bounds],
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      renderWorldCopies: false,
      maxZoom: CLOSEST_ZOOM,
      fadeDuration: 0,
      locale: { "Map.Title": label },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.setMissingStyleImageResolver((name) => this.#addIcon(name));
    this.#listen(told);
  }

  dress(dress: Dress): void {
    if (dress === this.#dress) return;
    this.#dress = dress;
    this.#styled = false;
    this.map.setStyle(styleOf(dress, this.#drawn, this.#selected));
    // Only what differs was changed, at once; otherwise the style is taken up a moment later.
    this.#styled = this.map.getLayer(PICKED[0]) !== undefined;
  }

  /** Show these layers instead of the last ones; kinds whose layers are the same as before cost nothing. */
  show(layers: readonly Layer[]): void {
    const before = this.#layers;
    this.#layers = layers;
    for (const kind of KINDS) {
      const [was, is] = [before, layers].map((all) => all.filter((layer) => layer.kind === kind));
      const same = was?.length === is?.length && is?.every(({ features }, index) => features === was?.[index]?.features);
      if (same) continue;
      const features = drawn(layers, kind);
      this.#drawn = { ...this.#drawn, [kind]: features };
      this.map.getSource<GeoJSONSource>(kind)?.setData(features as unknown as GeoJSON.GeoJSON);
    }
  }

  select(id: string | null): void {
    this.#selected = id;
    for (const layer of SELECTED) {
      if (this.map.getLayer(layer)) this.map.setFilter(layer, selectedFilter(layer, id));
    }
  }

  /** Bring something into view with a town that one knows, without coming closer than one wants to look. */
  lookAt(id: string): void {
    const bounds = boundsOf(pointsOf(this.#layers, id));
    if (bounds !== null) this.fit(this.#told(bounds, LOOK_ZOOM), LOOK_ZOOM);
  }

  fit(bounds: Bounds, maxZoom = CLOSEST_ZOOM): void {
    this.#taken = true;
    this.map.fitBounds([...bounds], { padding: PADDING_PX, maxZoom: Math.max(maxZoom, this.map.getZoom()) });
  }

  /** Show these bounds from now on, at once: a map that still flies takes a press for another place. */
  begin(bounds: Bounds): void {
    this.map.fitBounds([...this.#told(bounds, BEGIN_ZOOM)], { padding: PADDING_PX, maxZoom: BEGIN_ZOOM, animate: false });
  }

  /** Begin there, unless somebody looks at something else by now. */
  open(bounds: Bounds): void {
    if (!this.#taken) this.begin(bounds);
  }

  closer(): void {
    this.#taken = true;
    this.map.zoomIn();
  }

  farther(): void {
    this.#taken = true;
    this.map.zoomOut();
  }

  /** A view in which something tells where on Earth it is. */
  #told(bounds: Bounds, maxZoom: number): Bounds {
    return withTown(bounds, this.#towns, (view) => this.map.cameraForBounds([...view], { padding: PADDING_PX, maxZoom })?.zoom ?? 0);
  }

  /** Do something as soon as the map has its style, now if it has; returns how not to. */
  whenStyled(then: () => void): () => void {
    if (this.#styled) then();
    else this.map.once("style.load", then);
    return () => this.map.off("style.load", then);
  }

  /** Whatever draws with the map is put away while the map is still there. */
  beforeLeaving(act: () => void): () => void {
    this.#leaving.add(act);
    return () => this.#leaving.delete(act);
  }

  leave(): void {
    for (const act of this.#leaving) act();
    this.map.remove();
  }

  #listen(told: Told): void {
    const { map } = this;
    map.on("click", ({ point }) => told.picked(this.#at(point.x, point.y)));
    map.on("mousemove", ({ point }) => {
      map.getCanvas().classList.toggle("choosing", this.#at(point.x, point.y) !== null);
    });
    map.on("render", () => this.#settle(told));
    map.on("movestart", ({ originalEvent }) => {
      this.#taken ||= originalEvent !== undefined;
    });
    // The reason is for whoever looks after the device.
    map.on("error", ({ error }) => {
      console.warn(error);
      told.failed();
    });
    // The style is taken up a moment later than it is given; what was to be shown meanwhile follows it.
    map.on("style.load", () => {
      this.#styled = true;
      for (const kind of KINDS) {
        map.getSource<GeoJSONSource>(kind)?.setData(this.#drawn[kind] as unknown as GeoJSON.GeoJSON);
      }
      this.select(this.#selected);
    });
  }

  /** MapLibre's own `load` and `idle` wait until nothing changes any more, which moving units never let happen. */
  #settle(told: Told): void {
    const read = this.#dress.grounds.every(({ name }) => this.map.getSource(groundSource(name))?.loaded() ?? false);
    if (this.#settled || !this.#styled || !read) return;
    this.#settled = true;
    told.settled();
  }

  /** What lies there, the topmost first. */
  #at(x: number, y: number): string | null {
    const box: [PointLike, PointLike] = [
      [x - REACH_PX, y - REACH_PX],
      [x + REACH_PX, y + REACH_PX],
    ];
    if (!this.map.getLayer(PICKED[0])) return null;
    for (const layer of PICKED) {
      const [found] = this.map.queryRenderedFeatures(layer === "zones" || layer === "cells" ? [x, y] : box, { layers: [layer] });
      if (found !== undefined) return `${found.properties["id"]}`;
    }
    return null;
  }

  #addIcon(name: string): void {
    const drawing = icon(name);
    if (drawing !== null && !this.map.hasImage(name)) this.map.addImage(name, drawing, { pixelRatio: PIXEL_RATIO });
  }
}
