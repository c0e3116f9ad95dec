/** My patrols on the map: those under way and ahead, coloured by what was told of them. The list beside says the same. */
import { MapView } from "@deconflict/map";
import type { Patrol } from "@deconflict/sdk";
import { useSeen } from "@deconflict/ui";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useDesk, usePatrols } from "../desk.ts";
import { lineOf, mattersOnMap, routeOf, viewOf } from "../marks.ts";
import { Read } from "../parts.tsx";
import { go } from "../place.ts";
import { gradeOf, groupOf, mattersOf } from "./matters.ts";
import { Rows } from "./PatrolList.tsx";

export function MapPage(): ReactNode {
  const { t } = useTranslation("liaison");
  const patrols = usePatrols();
  return (
    <section className="patrols" aria-labelledby="map-title">
      <h2 id="map-title">{t("ways.map")}</h2>
      <Read query={patrols}>{(all) => <OnMap patrols={all.filter((patrol) => groupOf(patrol) !== "over")} listed />}</Read>
    </section>
  );
}

/** Some patrols with what was told of them. */
export function OnMap({ patrols, listed = false }: { patrols: readonly Patrol[]; listed?: boolean }): ReactNode {
  const { t } = useTranslation("liaison");
  const { watch } = useDesk();
  const { known } = useSeen(watch);
  const layers = useMemo(() => {
    const matters = patrols.map((patrol) => mattersOf(known, patrol.id));
    const routes = patrols.map((patrol, index) => {
      const [first] = matters[index] ?? [];
      return routeOf(patrol, first === undefined ? null : gradeOf(first));
    });
    return [{ kind: "routes", features: routes } as const, ...mattersOnMap(matters.flat())];
  }, [patrols, known.overlaps, known.conflicts]);
  const fit = useMemo(() => viewOf(patrols.map(lineOf)), [patrols]);
  return (
    <>
      <div className="map-frame">
        <MapView
          api={watch.api}
          label={t("patrol.map")}
          layers={layers}
          fit={fit}
          onSelect={(id) => id !== null && patrols.some((patrol) => patrol.id === id) && go({ at: "patrol", id })}
        />
      </div>
      {listed && <Rows patrols={patrols} />}
    </>
  );
}
