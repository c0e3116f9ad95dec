/** My patrol now: how far it is, what comes next, how early or late, and the few moves that a crew makes. */
import type { Entry, Patrol, PatrolMove } from "@deconflict/sdk";
import { apart } from "@deconflict/ui";
import { type ReactNode, useState } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import type { Place } from "../place.ts";
import { type Measures, useMeasures } from "../measures.ts";
import { beginOf, finishOf, isUnderWay, unsentMove } from "./mine.ts";
import { progress, type Progress, wayOf } from "./progress.ts";

export interface Here extends Place {
  /** How old this is, in milliseconds. */
  readonly ageMs: number;
}

interface Showing {
  readonly patrol: Patrol;
  readonly here: Here | null;
  readonly now: number;
  readonly unsent: readonly Entry[];
  readonly move: (move: PatrolMove) => void;
}

/** A place that is older says nothing about how late a unit is. */
const OLD_MS = 10 * 60_000;
const ON_TIME_MS = 60_000;
const BESIDE_M = 50;

export function PatrolCard({ patrol, here, now, unsent, move }: Showing): ReactNode {
  const { t } = useTranslation("mobile");
  const say = useMeasures();
  const waits = unsentMove(patrol, unsent);
  const place = here !== null && here.ageMs < OLD_MS ? here : null;
  const way = wayOf(patrol);
  const underWay = isUnderWay(patrol) || waits === "start";
  return (
    <section className="card" aria-labelledby="patrol-title">
      <div className="line">
        <h2 id="patrol-title">{t("patrol.reference", { reference: apart(patrol.reference) })}</h2>
        <span className="state">{t(`patrol.states.${patrol.state}`)}</span>
      </div>
      {waits !== null && <p className="fault" role="status">{t(`patrol.unsentMove.${waits}`)}</p>}
      {underWay ? (
        <Way {...{ patrol, say, place }} found={progress(way, place, now)} all={way.length} planned={way} />
      ) : (
        <Ahead {...{ patrol, now, say }} />
      )}
      {underWay && here !== null && place === null && <p className="soft">{t("patrol.placeOld", { ago: say.ago(here.ageMs) })}</p>}
      <p className="soft">{t("patrol.ends", { at: say.clock(finishOf(patrol)) })}</p>
      <Moves {...{ patrol, waits, move }} />
    </section>
  );
}

function Ahead({ patrol, now, say }: { patrol: Patrol; now: number; say: Measures }): ReactNode {
  const { t } = useTranslation("mobile");
  const left = beginOf(patrol) - now;
  return (
    <p className="big">
      {t("patrol.begins", { at: say.clock(beginOf(patrol)) })}
      <small className={left < 0 ? "fault" : "soft"}>
        {left < 0 ? t("patrol.shouldHave", { ago: say.ago(-left) }) : t("patrol.beginsIn", { ago: say.ago(left) })}
      </small>
    </p>
  );
}

interface OnWay {
  readonly patrol: Patrol;
  readonly found: Progress;
  readonly planned: readonly { readonly time: number }[];
  readonly all: number;
  readonly place: Here | null;
  readonly say: Measures;
}

function Way({ patrol, found, planned, all, place, say }: OnWay): ReactNode {
  const { t } = useTranslation("mobile");
  const { next, toNextM, bearingDeg, expected, offM } = found;
  const time = next === null ? undefined : planned[next]?.time;
  return (
    <>
      <Drift lateMs={found.lateMs} toleranceMs={patrol.plan.properties.time_tolerance_s * 1000} say={say} />
      {next === null || time === undefined ? (
        <p className="big">{t("patrol.done")}</p>
      ) : (
        <p className="big">
          {t("patrol.next", { number: say.number(next + 1), all: say.number(all) })}
          {toNextM !== null && bearingDeg !== null && <strong>{say.away(toNextM, bearingDeg)}</strong>}
          <small>
            {t("patrol.planned", { at: say.clock(time) })}
            {place !== null && expected !== null && ` · ${t("patrol.expected", { at: say.clock(expected) })}`}
          </small>
        </p>
      )}
      {offM !== null && offM > patrol.plan.properties.lateral_tolerance_m + BESIDE_M && (
        <p className="fault">{t("patrol.off", { far: say.far(offM) })}</p>
      )}
      {place === null && <p className="soft">{t("patrol.noPlace")}</p>}
    </>
  );
}

function Drift({ lateMs, toleranceMs, say }: { lateMs: number | null; toleranceMs: number; say: Measures }): ReactNode {
  const { t } = useTranslation("mobile");
  if (lateMs === null) return null;
  const by = Math.abs(lateMs);
  const tolerated = by <= Math.max(toleranceMs, ON_TIME_MS);
  const said = by < ON_TIME_MS ? t("patrol.onTime") : t(lateMs > 0 ? "patrol.late" : "patrol.early", { ago: say.ago(by) });
  return (
    <p className={tolerated ? "drift" : "drift beyond"}>
      <strong>{said}</strong>
      <small>{t(tolerated ? "patrol.tolerated" : "patrol.notTolerated", { ago: say.ago(toleranceMs) })}</small>
    </p>
  );
}

interface Moving {
  readonly patrol: Patrol;
  readonly waits: PatrolMove | null;
  readonly move: (move: PatrolMove) => void;
}

/** What comes next for sure is large; ending asks once more, since it cannot be taken back. */
function Moves({ patrol, waits, move }: Moving): ReactNode {
  const { t } = useTranslation("mobile");
  const [ending, setEnding] = useState(false);
  if (waits !== null) return null;
  if (patrol.state === "registered") {
    return <Button className="button main huge" onPress={() => move("start")}>{t("patrol.start")}</Button>;
  }
  if (ending) {
    return (
      <div className="pair">
        <Button className="button main huge" onPress={() => move("end")}>{t("patrol.sureEnd")}</Button>
        <Button className="button huge" onPress={() => setEnding(false)}>{t("patrol.notEnd")}</Button>
      </div>
    );
  }
  return (
    <div className="pair">
      {patrol.state === "active" ? (
        <Button className="button huge" onPress={() => move("off-plan")}>{t("patrol.offPlan")}</Button>
      ) : (
        <Button className="button huge" onPress={() => move("start")}>{t("patrol.backOnPlan")}</Button>
      )}
      <Button className="button huge" onPress={() => setEnding(true)}>{t("patrol.end")}</Button>
    </div>
  );
}
