/** Distances and times as a crew reads them: short, and in the deployment's zone. */
import { ago, apart, hourAndMinute, useLocale } from "@deconflict/ui";
import { useTranslation } from "react-i18next";
import { octantOf } from "./place.ts";

export interface Measures {
  readonly number: (value: number) => string;
  /** 14:05 in the deployment's zone. */
  readonly clock: (at: number) => string;
  /** 40 m, 850 m, 4.2 km, 31 km: no finer than anybody can use. */
  readonly far: (metres: number) => string;
  /** 4.2 km to the north-east. */
  readonly away: (metres: number, bearing: number) => string;
  readonly ago: (ms: number) => string;
}

const KILOMETRE = 1000;

export function useMeasures(): Measures {
  const { t } = useTranslation("mobile");
  const { t: said } = useTranslation();
  const locale = useLocale();

  function far(metres: number): string {
    const written = (value: number, digits: number): string =>
      apart(new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value));
    if (metres < KILOMETRE) return t("patrol.metres", { number: written(Math.round(metres / 10) * 10, 0) });
    const km = metres / KILOMETRE;
    return t("patrol.kilometres", { number: written(km, km < 10 ? 1 : 0) });
  }

  return {
    far,
    number: (value) => apart(new Intl.NumberFormat(locale).format(value)),
    clock: (at) => apart(hourAndMinute(at, locale)),
    away: (metres, bearing) =>
      t("patrol.away", { far: far(metres), octant: said(`octants.${octantOf(bearing)}`) }),
    ago: (ms) => ago(said, ms),
  };
}
