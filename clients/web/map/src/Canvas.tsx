/** The drawn part of the map, with its controls. Everything that needs MapLibre is behind this file: a chunk of its own. */
import type { Api, MapFile } from "@deconflict/sdk";
import { type Language, useTheme } from "@deconflict/ui";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useMemo, useRef } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { readTowns, serve } from "./Chart.ts";
import type { Town } from "./near.ts";
import { paletteOf } from "./palette.ts";
import { ScaleBar } from "./ScaleBar.tsx";
import { type Charted, type Drawing, useChart, usePen } from "./useChart.ts";
import { Whereabouts } from "./Whereabouts.tsx";

export interface Shown extends Omit<Charted, "dress" | "towns"> {
  readonly api: Api;
  readonly maps: readonly MapFile[];
  readonly drawing: Drawing | undefined;
  readonly placed: string | null;
}

const worn = (property: string): string => getComputedStyle(document.documentElement).getPropertyValue(property);

const NO_TOWNS: readonly Town[] = [];

/** The first view is chosen by the towns around, and they come out of what the map reads anyway. */
export default function Canvas(shown: Shown): ReactNode {
  const { t } = useTranslation("map");
  const basemap = shown.maps.find((each) => each.basemap);
  const { data = NO_TOWNS, isPending } = useQuery({
    queryKey: ["towns", basemap?.name, basemap?.version],
    queryFn: () => {
      if (basemap === undefined) return NO_TOWNS;
      serve(shown.api, basemap);
      return readTowns(basemap);
    },
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    networkMode: "always", // what the device keeps answers without a line
    retry: false,
  });
  return isPending ? <p className="map-note" role="status">{t("loading")}</p> : <Chosen {...shown} towns={data} />;
}

function Chosen({ api, maps, drawing, placed, ...given }: Shown & { towns: readonly Town[] }): ReactNode {
  const { t, i18n } = useTranslation("map");
  const place = useRef<HTMLDivElement>(null);
  const theme = useTheme();
  const language = i18n.language as Language;
  const dress = useMemo(() => {
    for (const each of maps) serve(api, each);
    return { theme, palette: paletteOf(worn), language, grounds: maps };
  }, [api, language, maps, theme]);
  // While somebody draws, a press on the map sets a point and picks nothing.
  const onSelect = drawing === undefined ? given.onSelect : undefined;
  // Whoever draws needs the line as large as it can be.
  const around = drawing === undefined ? given.towns : NO_TOWNS;
  const { chart, state, incomplete } = useChart(place, { ...given, towns: around, onSelect, dress });
  const pen = usePen(chart, dress, drawing);
  const alternative = t("alternative", { label: given.label });

  useEffect(() => {
    const canvas = chart?.map.getCanvas();
    canvas?.setAttribute("role", "img");
    canvas?.setAttribute("aria-label", alternative);
  }, [chart, alternative]);

  return (
    <>
      <div ref={place} className="map-canvas" aria-busy={state === "drawing"} />
      {state === "drawing" && !incomplete && <p className="map-note" role="status">{t("loading")}</p>}
      {state === "broken" && <p className="map-note" role="status">{t("cannotDraw")}</p>}
      {state !== "broken" && incomplete && <p className="map-note" role="status">{t("groundMissing")}</p>}
      {chart !== null && (
        <div className="map-controls">
          <Button className="button" aria-label={t("closer")} onPress={() => chart.closer()}>+</Button>
          <Button className="button" aria-label={t("farther")} onPress={() => chart.farther()}>−</Button>
        </div>
      )}
      {chart !== null && (
        <div className="map-tools">
          <Button className="button" onPress={() => chart.fit(given.fit)}>{t("whole")}</Button>
          {pen !== null && (
            <>
              <Button className="button" onPress={() => pen.undo()}>{t("draw.undo")}</Button>
              <Button className="button" onPress={() => pen.clear()}>{t("draw.clear")}</Button>
            </>
          )}
          <ScaleBar map={chart.map} />
        </div>
      )}
      <Whereabouts towns={given.towns} layers={given.layers} selected={given.selected} placed={placed} />
    </>
  );
}
