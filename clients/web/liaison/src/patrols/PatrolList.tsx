/** My patrols: under way, ahead, over; each with its state, times, marks, and how urgent what was told of it is. */
import type { Patrol } from "@deconflict/sdk";
import { apart, useSeen } from "@deconflict/ui";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useDesk, usePatrols, useReader } from "../desk.ts";
import { Read } from "../parts.tsx";
import { addressOf } from "../place.ts";
import { spanOf } from "../when.ts";
import { gradeOf, type Group, grouped, mattersOf, timesOfPatrol } from "./matters.ts";

/** Of what is over, the newest are enough to repeat one. */
const OVER_SHOWN = 30;

export function PatrolList(): ReactNode {
  const { t } = useTranslation("liaison");
  const patrols = usePatrols();
  return (
    <div className="patrols">
      <div className="title-row">
        <h2>{t("patrols.title")}</h2>
        <a className="button main" href={addressOf({ at: "new" })}>{t("patrols.register")}</a>
      </div>
      <Read query={patrols}>{(all) => (all.length === 0 ? <p className="empty">{t("patrols.none")}</p> : <Groups all={all} />)}</Read>
    </div>
  );
}

function Groups({ all }: { all: readonly Patrol[] }): ReactNode {
  const { t } = useTranslation("liaison");
  const groups = grouped(all);
  const of = (group: Group): readonly Patrol[] => groups.get(group) ?? [];
  const over = of("over").slice(0, OVER_SHOWN);
  return (
    <>
      {(["underWay", "ahead"] as const).map((group) =>
        of(group).length === 0 ? null : (
          <section key={group} aria-label={t(`patrols.${group}`)}>
            <h3>{t(`patrols.${group}`)}</h3>
            <Rows patrols={of(group)} />
          </section>
        ),
      )}
      {over.length > 0 && (
        <details open={all.length === over.length}>
          <summary>{t("patrols.over", { count: over.length })}</summary>
          <Rows patrols={over} />
        </details>
      )}
    </>
  );
}

export function Rows({ patrols }: { patrols: readonly Patrol[] }): ReactNode {
  return (
    <ul className="rows">
      {patrols.map((patrol) => (
        <li key={patrol.id}>
          <Row patrol={patrol} />
        </li>
      ))}
    </ul>
  );
}

function Row({ patrol }: { patrol: Patrol }): ReactNode {
  const reader = useReader();
  const { start, end } = timesOfPatrol(patrol);
  return (
    <a className={`row ${patrol.state}`} href={addressOf({ at: "patrol", id: patrol.id })}>
      <strong><bdi>{patrol.callsign}</bdi></strong>
      <span>{apart(spanOf(start, end, reader))}</span>
      <span className="marks">
        <Marks patrol={patrol} />
      </span>
      <span className="soft"><bdi dir="ltr">{patrol.reference}</bdi></span>
    </a>
  );
}

export function Marks({ patrol }: { patrol: Patrol }): ReactNode {
  const { t } = useTranslation("liaison");
  const { known } = useSeen(useDesk().watch);
  const matters = mattersOf(known, patrol.id);
  const [first] = matters;
  return (
    <>
      <span className="mark">{t(`states.${patrol.state}`)}</span>
      {patrol.late && <span className="mark">{t("patrols.late")}</span>}
      {patrol.after_the_fact && <span className="mark">{t("patrols.afterTheFact")}</span>}
      {first !== undefined && (
        <span className={`grade ${gradeOf(first)}`}>{t("patrols.notices", { count: matters.length })}</span>
      )}
    </>
  );
}
