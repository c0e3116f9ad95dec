/** One patrol: what it is, what it was told, and what can be done with it now. */
import { type Patrol, patrolWith } from "@deconflict/sdk";
import { apart, useSeen } from "@deconflict/ui";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useDesk, useOwn, useReader } from "../desk.ts";
import { written } from "../plan/draft.ts";
import { Facts, Read, Sheet } from "../parts.tsx";
import { hourOf, momentOf, spanOf, zoneOf } from "../when.ts";
import { Answered } from "./Answered.tsx";
import { mattersOf, timesOfPatrol } from "./matters.ts";
import { Moves } from "./Moves.tsx";
import { Marks } from "./PatrolList.tsx";
import { OnMap } from "./PatrolMap.tsx";
import { Notice } from "../notices/Notice.tsx";

export function PatrolPage({ id }: { id: string }): ReactNode {
  const { watch } = useDesk();
  const patrol = useOwn(["patrol", id], () => patrolWith(watch.api, id));
  return <Read query={patrol}>{(found) => <Shown patrol={found} />}</Read>;
}

function Shown({ patrol }: { patrol: Patrol }): ReactNode {
  const { t } = useTranslation("liaison");
  const { known } = useSeen(useDesk().watch);
  const matters = mattersOf(known, patrol.id);
  return (
    <article className="patrol" aria-labelledby="patrol-title">
      <div className="title-row">
        <h2 id="patrol-title"><bdi>{patrol.callsign}</bdi></h2>
        <span className="marks"><Marks patrol={patrol} /></span>
      </div>
      <Answered patrol={patrol} />
      {matters.map((matter) => <Notice key={matter.id} matter={matter} matters={matters} patrol={patrol} />)}
      <Moves patrol={patrol} />
      <Sheet title={t("patrol.plan")}><Here patrol={patrol} /><What patrol={patrol} /></Sheet>
    </article>
  );
}

function Here({ patrol }: { patrol: Patrol }): ReactNode {
  // A read of the same plan is no reason to draw it again.
  const same = useMemo(() => [patrol], [patrol.id, patrol.version]);
  return <OnMap patrols={same} />;
}

function What({ patrol }: { patrol: Patrol }): ReactNode {
  const { t } = useTranslation("liaison");
  const reader = useReader();
  const { start, end } = timesOfPatrol(patrol);
  const { time_tolerance_s: slackS, lateral_tolerance_m: slackM } = patrol.plan.properties;
  const note = patrol.note === "" ? [] : ([[t("entry.note"), <bdi key="note">{patrol.note}</bdi>]] as const);
  return (
    <>
      <Facts
        facts={[
          [t("patrol.when"), `${apart(spanOf(start, end, reader))} ${apart(zoneOf(start, reader))}`],
          [t("patrol.reference"), <bdi key="reference" dir="ltr">{patrol.reference}</bdi>],
          [t("patrol.version"), patrol.version],
          [t("entry.purpose"), t(`purposes.${patrol.class}`)],
          [t("patrol.slack"), t("patrol.slackOf", { minutes: Math.round(slackS / 60), metres: Math.round(slackM) })],
          [t("patrol.registered"), momentOf(Date.parse(patrol.registered_at), reader)],
          ...note,
        ]}
      />
      <Waypoints patrol={patrol} />
    </>
  );
}

/** A recorded track has thousands of points; its ends say enough. */
const SHOWN = 12;

function Waypoints({ patrol }: { patrol: Patrol }): ReactNode {
  const { t } = useTranslation("liaison");
  const reader = useReader();
  const { geometry, properties } = patrol.plan;
  const times = properties.coordinateProperties.times.map((at) => Date.parse(at));
  const all = geometry.coordinates.map(([lon, lat], index) => ({ index, spot: { lon, lat }, at: times[index] ?? 0 }));
  const shown = all.length <= SHOWN ? all : [...all.slice(0, SHOWN - 1), ...all.slice(-1)];
  return (
    <>
      <h3>{t("patrol.waypoints", { count: all.length })}</h3>
      <ol className="waypoints">
        {shown.map(({ index, spot, at }) => (
          <li key={index} value={index + 1}>
            <span>{apart(hourOf(at, reader))}</span> <bdi dir="ltr">{written(spot)}</bdi>
          </li>
        ))}
      </ol>
    </>
  );
}
