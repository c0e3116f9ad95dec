/** Where the one thing is that somebody looks at, in words: how far from which town, and which way. */
import { apart, type Language, useLocale } from "@deconflict/ui";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Layer } from "./model.ts";
import { nearest, octantOf, spotOf, type Town } from "./near.ts";

/** A town is no point: nearer than this one is there. */
const THERE_M = 2000;

interface Looked {
  readonly towns: readonly Town[];
  readonly layers: readonly Layer[];
  readonly selected: string | null;
  readonly placed: string | null;
}

export function Whereabouts({ towns, layers, selected, placed }: Looked): ReactNode {
  const { t, i18n } = useTranslation("map");
  const { t: shared } = useTranslation();
  const locale = useLocale();
  const id = selected ?? placed;
  const spot = useMemo(() => (id === null ? null : spotOf(layers, id)), [layers, id]);
  const near = spot === null ? null : nearest(towns, spot.at);
  return <p className="map-where" aria-live={selected === null ? "off" : "polite"}>{said()}</p>;

  function said(): string | null {
    if (spot === null || near === null) return null;
    const { names } = near.town;
    const language = i18n.language as Language;
    const town = apart(names[language] ?? names.en ?? names.ar ?? "");
    const far = apart(new Intl.NumberFormat(locale, { style: "unit", unit: "kilometer", maximumFractionDigits: 0 }).format(near.distanceM / 1000));
    const where = near.distanceM < THERE_M ? t("at", { town }) : t("near", { far, town, octant: shared(`octants.${octantOf(near.bearingDeg)}`) });
    return spot.text === "" ? where : `${apart(spot.text)}: ${where}`;
  }
}
