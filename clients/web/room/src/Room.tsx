/** The room: who waits for an answer, and which units are heard. */
import { type Layer, MapView } from "@deconflict/map";
import { AlertQueue, useSeen, type Watch } from "@deconflict/ui";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Units } from "./Units.tsx";

export function Room({ watch }: { watch: Watch }): ReactNode {
  const { t } = useTranslation("room");
  const { known } = useSeen(watch);
  const layers = useMemo(
    (): readonly Layer[] => [
      {
        kind: "units",
        features: [...known.positions.values()].map(({ unit, callsign, lon, lat, course_deg }) => ({
          id: unit,
          grade: null,
          text: callsign,
          at: [lon, lat],
          course_deg,
          old: false,
        })),
      },
    ],
    [known.positions],
  );
  return (
    <>
      <AlertQueue watch={watch} />
      <MapView api={watch.api} label={t("map")} layers={layers} />
      <Units watch={watch} />
    </>
  );
}
