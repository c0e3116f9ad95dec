/**
 * The map as a part of a page: what the page knows, drawn on the service's own ground. Its facts have to be on the page
 * as lists too: a drawing cannot be read aloud. What draws it is loaded when it is first shown.
 */
import { type Api, type MapFile, readMaps } from "@deconflict/sdk";
import { apart } from "@deconflict/ui";
import { useQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { credited } from "./credits.ts";
import { keepSwitchedOn, switchedOn } from "./kept.ts";
import type { Bounds, Layer, Point } from "./model.ts";
import type { Drawing } from "./useChart.ts";
import "./map.css";

const Canvas = lazy(() => import("./Canvas.tsx"));

export interface MapProps {
  readonly api: Api;
  /** What the map shows, in a few words: its name for whoever cannot see it. */
  readonly label: string;
  readonly layers: readonly Layer[];
  /** What is in view at first, when it changes, and on demand; without it the whole basemap. */
  readonly fit?: Bounds | null;
  /** What the map opens on, once that is known and as long as nobody looked elsewhere; `fit` stays what is shown on demand. */
  readonly opens?: Bounds | null;
  /** What somebody looks at: it is ringed and brought into view. */
  readonly selected?: string | null;
  /** Whose place is said in words while nothing is selected. */
  readonly placed?: string | null;
  /** Something was pressed on, or nothing. */
  readonly onSelect?: (id: string | null) => void;
  /** What is shown is not how it is now. */
  readonly dimmed?: boolean;
}

const NO_MAPS: readonly MapFile[] = [];
const WHOLE_EARTH: Bounds = [-180, -80, 180, 80];

export const MapView = (props: MapProps): ReactNode => <MapWith {...props} drawing={undefined} />;

interface Drawn extends MapProps, Omit<Drawing, "snapTo"> {
  /** Ways that were gone before: shown, and snapped to, as long as somebody wants that. */
  readonly past: readonly (readonly Point[])[];
}

const NO_LINES: readonly (readonly Point[])[] = [];

/** Draw a route: a line with points to drag. The page's own table of points is the other way, for the keyboard. */
export function DrawRoute({ points, onChange, past, layers, ...props }: Drawn): ReactNode {
  const { t } = useTranslation("map");
  const [snaps, snap] = useState(true);
  const snapTo = snaps ? past : NO_LINES;
  const drawing = useMemo(() => ({ points, onChange, snapTo }), [points, onChange, snapTo]);
  const all = useMemo(() => [pastLayer(snapTo), ...layers], [snapTo, layers]);
  return (
    <MapWith {...props} layers={all} drawing={drawing}>
      <p className="map-hint soft">{t("draw.hint")}</p>
      {past.length > 0 && (
        <label className="map-choice">
          <input type="checkbox" checked={snaps} onChange={({ target }) => snap(target.checked)} />
          {t("draw.snap")}
        </label>
      )}
    </MapWith>
  );
}

const pastLayer = (lines: readonly (readonly Point[])[]): Layer => ({
  kind: "past",
  features: lines.map((line, index) => ({ id: `past ${index}`, grade: null, text: "", line })),
});

interface With extends MapProps {
  readonly drawing: Drawing | undefined;
  readonly children?: ReactNode;
}

function MapWith(props: With): ReactNode {
  const { api, label, layers, fit = null, opens = null, selected = null, placed = null, onSelect, dimmed = false, drawing } = props;
  const { t } = useTranslation("map");
  const { data: maps = NO_MAPS, isPending, isError } = useQuery({
    queryKey: ["maps"],
    queryFn: () => readMaps(api),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    networkMode: "always", // what the device keeps answers without a line
  });
  const [on, setOn] = useState(switchedOn);
  const shown = useMemo(() => maps.filter(({ name, basemap }) => basemap || on.has(name)), [maps, on]);
  const whole = fit ?? shown.find(({ basemap }) => basemap)?.bounds ?? WHOLE_EARTH;

  function turn(name: string): void {
    const after = new Set(on);
    if (!after.delete(name)) after.add(name);
    keepSwitchedOn(after);
    setOn(after);
  }

  return (
    <div className={dimmed ? "map dimmed" : "map"} role="group" aria-label={label}>
      <div className="map-place">
        {/* The ground comes first: a map that is shown before it begins at the wrong place. */}
        {!isPending && (
          <Suspense fallback={<p className="map-note" role="status">{t("loading")}</p>}>
            <Canvas {...{ api, label, layers, maps: shown, opens, selected, placed, onSelect, drawing }} fit={whole} />
          </Suspense>
        )}
        {isError && <p className="map-note" role="status">{t("groundMissing")}</p>}
      </div>
      <Added maps={maps} on={on} turn={turn} />
      {props.children}
      <Sources maps={shown} />
    </div>
  );
}

/** A screen that is narrower has no room for lines that nobody reads twice. */
const WIDE = "(min-width: 40rem)";

/** Whose map this is: on a phone behind one press. */
function Sources({ maps }: { maps: readonly MapFile[] }): ReactNode {
  const { t } = useTranslation("map");
  const [open, setOpen] = useState(() => matchMedia(WIDE).matches);
  if (maps.length === 0) return null;
  return (
    <details className="map-attribution" open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{t("sources")}</summary>
      {maps.map(({ attribution }) => apart(credited(attribution, (credit) => t(`credits.${credit}`, { skipInterpolation: true })))).join(" · ")}
    </details>
  );
}

/** The operator's own layers, to be switched on by whoever looks. */
function Added(props: { maps: readonly MapFile[]; on: ReadonlySet<string>; turn: (name: string) => void }): ReactNode {
  const { t } = useTranslation("map");
  const added = props.maps.filter(({ basemap }) => !basemap);
  if (added.length === 0) return null;
  return (
    <fieldset className="map-layers">
      <legend>{t("layers")}</legend>
      {added.map(({ name, title }) => (
        <label key={name}>
          <input type="checkbox" checked={props.on.has(name)} onChange={() => props.turn(name)} />
          <bdi>{title}</bdi>
        </label>
      ))}
    </fieldset>
  );
}
