/** How far that is on the ground: a bar with its length, kept in step with the map. */
import { apart, useLocale } from "@deconflict/ui";
import type { Map as Drawing } from "maplibre-gl";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Scale, scaleAt } from "./scale.ts";

const MOST_PX = 96;

const scaleOf = (map: Drawing): Scale => scaleAt(map.getCenter().lat, map.getZoom(), MOST_PX);

export function ScaleBar({ map }: { map: Drawing }): ReactNode {
  const { t } = useTranslation("map");
  const locale = useLocale();
  const [{ metres, px }, setScale] = useState(() => scaleOf(map));

  useEffect(() => {
    const look = (): void => {
      const now = scaleOf(map);
      setScale((before) => (before.metres === now.metres && before.px === now.px ? before : now));
    };
    map.on("move", look);
    return () => {
      map.off("move", look);
    };
  }, [map]);

  const [value, unit] = metres < 1000 ? [metres, "meter"] : [metres / 1000, "kilometer"];
  const length = new Intl.NumberFormat(locale, { style: "unit", unit }).format(value);
  return (
    <p className="map-scale">
      <svg width={px} height="7" aria-hidden="true">
        <path d={`M1 0v6h${px - 2}v-6`} />
      </svg>
      <span className="sr-only">{t("scale")} </span>
      {apart(length)}
    </p>
  );
}
