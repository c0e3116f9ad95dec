/** One alert, as large as the screen: what it is, where, how soon, and one press to answer it. */
import { type Alert, happensAt, type Waiting } from "@deconflict/sdk";
import { countdown, factsOf, useLocale, useShown, type Watch } from "@deconflict/ui";
import { type ReactNode, useEffect, useRef } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import type { Place } from "../place.ts";
import { octantOf } from "../place.ts";
import { type Measures, useMeasures } from "../measures.ts";
import { Compass } from "./Compass.tsx";
import { type Where, whereOf } from "./where.ts";

interface Showing {
  readonly watch: Watch;
  readonly waiting: Waiting;
  /** How many wait, this one among them. */
  readonly all: number;
  readonly here: Place | null;
  /** The service's time; null while it is not known. */
  readonly now: number | null;
  readonly acknowledge: () => void;
}

export function AlertScreen({ watch, waiting, all, here, now, acknowledge }: Showing): ReactNode {
  const { t } = useTranslation("mobile");
  const { t: said } = useTranslation();
  const say = useMeasures();
  const locale = useLocale();
  const { alert, urgency } = waiting;
  const heading = useRef<HTMLHeadingElement>(null);
  const screen = useRef<HTMLElement>(null);
  useShown(watch, waiting.seqs, screen);
  // Whoever cannot see the screen is told of it at once; a press that was meant for something else does not answer it.
  useEffect(() => heading.current?.focus(), [alert.seq]);
  return (
    <section ref={screen} className={`alert-screen ${urgency}`} aria-labelledby="alert-title" data-seq={alert.seq}>
      <p className="line">
        <span className="grade">{said(`grades.${urgency}`)}</span>
        {all > 1 && <span>{t("alert.of", { number: say.number(1), all: say.number(all) })}</span>}
      </p>
      <h2 id="alert-title" ref={heading} tabIndex={-1}>{said(`kinds.${alert.kind}`)}</h2>
      <WhereIs where={whereOf(alert, here)} alert={alert} say={say} />
      <Soon at={happensAt(alert)} now={now} />
      <ul className="facts">
        {[...factsOf(alert, said, locale), ...noteOf(alert)].map((fact) => <li key={fact}>{fact}</li>)}
      </ul>
      <Button className="button main answer" onPress={acknowledge}>{t("alert.acknowledge")}</Button>
      <p className="soft">{said("alerts.notConsent")}</p>
    </section>
  );
}

const noteOf = (alert: Alert): string[] =>
  "note" in alert && typeof alert.note === "string" && alert.note !== "" ? [alert.note] : [];

/** Where it is, by arrow and in words, as far as the alert allows. */
function WhereIs({ where, alert, say }: { where: Where; alert: Alert; say: Measures }): ReactNode {
  const { t } = useTranslation("mobile");
  const { t: said } = useTranslation();
  if ("halt" in alert && alert.lifted_at !== null) return <p className="big">{t("alert.haltLifted")}</p>;
  if ("sos" in alert && alert.ended_at !== null) return <p className="big">{t("alert.sosEnded")}</p>;
  if (where.inside) return <p className="big">{t("alert.insideHalt")}</p>;
  const { bearing, distanceM, atMost } = where;
  if (bearing === null) return distanceM === null ? null : <p className="big">{say.far(distanceM)}</p>;
  const octant = said(`octants.${octantOf(bearing)}`);
  const far = "halt" in alert ? "alert.haltAway" : "alert.fromYou";
  return (
    <div className="where">
      <Compass bearing={bearing} />
      <p className="big">
        {distanceM === null
          ? t("alert.towards", { octant })
          : t(atMost ? "alert.within" : far, { far: say.far(distanceM), octant })}
        {!atMost && <small>{t("alert.bearing", { degrees: say.number(Math.round(bearing)) })}</small>}
      </p>
    </div>
  );
}

function Soon({ at, now }: { at: string | null; now: number | null }): ReactNode {
  const { t } = useTranslation();
  if (at === null || now === null) return null;
  const left = countdown(Date.parse(at) - now);
  return (
    <p className="countdown" role="timer">
      {left !== null && <span dir="ltr">{left}</span>}
      <small>{t(left === null ? "countdown.passed" : "countdown.until")}</small>
    </p>
  );
}
