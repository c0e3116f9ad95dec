/** My patrol and where I am, on the service's own map; what draws it is loaded here and not before. */
import { mapsToKeep, type Known, type Patrol, Fault } from "@deconflict/sdk";
import { boundsOf, type Layer, MapView, stretchAt, timedPlan } from "@deconflict/map";
import { apart, isLost, useSeen, type Watch } from "@deconflict/ui";
import { Component, type ReactNode, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Here } from "../patrol/PatrolCard.tsx";
import { canKeep, keep } from "../worker/install.ts";

interface Showing {
  readonly watch: Watch;
  readonly callsign: string;
  readonly patrol: Patrol | null;
  readonly here: Here | null;
  readonly now: number;
}

const OLD_MS = 60_000;
/** The stretch where the unit may be moves on by so much at a time. */
const STEP_MS = 15_000;

type Point = readonly [number, number];

function layersOf({ patrol, here, callsign, known, now }: Omit<Showing, "watch"> & { known: Known }): Layer[] {
  const plan = patrol === null ? null : timedPlan(patrol.plan);
  const grade = null;
  const routes = plan === null || patrol === null ? [] : [
    {
      id: patrol.id,
      grade,
      text: apart(patrol.reference),
      line: plan.line,
      halfWidth_m: patrol.plan.properties.lateral_tolerance_m,
      stretch: stretchAt(plan, now),
    },
  ];
  const me = here === null ? [] : [
    { id: "me", grade, text: apart(callsign), at: [here.lon, here.lat] as Point, course_deg: null, old: here.ageMs > OLD_MS },
  ];
  const calls = [...known.alerts.values()].flatMap((alert) =>
    "sos" in alert && alert.ended_at === null && alert.place !== null
      ? [{ id: alert.sos, grade: "critical" as const, text: apart(alert.callsign), sort: "sos" as const, at: [alert.place.lon, alert.place.lat] as Point }]
      : [],
  );
  return [
    { kind: "routes", features: routes },
    { kind: "units", features: me },
    { kind: "points", features: calls },
  ];
}

export function MapPlace({ watch, callsign, patrol, here, now }: Showing): ReactNode {
  const { t } = useTranslation("mobile");
  const { known } = useSeen(watch);
  const at = Math.floor(now / STEP_MS) * STEP_MS;
  const [lon, lat] = [here?.lon, here?.lat];
  const layers = useMemo(() => layersOf({ patrol, here, callsign, known, now: at }), [patrol, lon, lat, callsign, known.alerts, at]);
  const fit = useMemo(() => {
    const line = patrol === null ? [] : timedPlan(patrol.plan).line;
    const points = here === null ? line : [...line, [here.lon, here.lat] as Point];
    return points.length === 0 ? null : boundsOf(points);
  }, [patrol?.id, here === null]);
  return (
    <section className="map-card" aria-label={t("map.label")}>
      <Boundary otherwise={<p className="empty">{t("map.missing")}</p>}>
        <MapView api={watch.api} label={t("map.label")} layers={layers} fit={fit} placed="me" dimmed={isLost(known.stream)} />
      </Boundary>
      <Keeping watch={watch} />
    </section>
  );
}

/** Once the map was shown with a line, it is kept, and then the phone needs none to show it again. */
function Keeping({ watch }: { watch: Watch }): ReactNode {
  const { t } = useTranslation("mobile");
  const live = useSeen(watch).known.stream.state === "live";
  const [how, setHow] = useState<"kept" | "notKept" | null>(null);
  useEffect(() => {
    if (!live || !canKeep()) return;
    keepAll(watch).then(
      () => setHow("kept"),
      (fault: unknown) => {
        if (!(fault instanceof Fault)) throw fault;
        setHow("notKept");
      },
    );
  }, [live]);
  return how === null ? null : <p className="soft" role="status">{t(`map.${how}`)}</p>;
}

async function keepAll({ api }: Watch): Promise<void> {
  for await (const { address, answer } of mapsToKeep(api)) await keep(address, answer);
}

/** What draws the map may not come over a bad line: everything else of the page goes on. */
class Boundary extends Component<{ otherwise: ReactNode; children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    return this.state.broken ? this.props.otherwise : this.props.children;
  }
}
