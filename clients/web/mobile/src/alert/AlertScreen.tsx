/** One alert, as large as the screen: what to do, where, how soon, who, and one press to answer it. */
import { type Alert, happensAt, isEncounter, type Waiting } from "@deconflict/sdk";
import { closestOf, countdown, factsOf, isLost, OLD_AFTER_MS, reference, useLocale, useSeen, useShown, type Watch, whoMeets } from "@deconflict/ui";
import { type ReactNode, useEffect, useRef } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import type { Place } from "../place.ts";
import { octantOf } from "../place.ts";
import { type Measures, useMeasures } from "../measures.ts";
import { Compass } from "./Compass.tsx";
import { directionAt, orderOf, whyOf } from "./orders.ts";
import { whereOf } from "./where.ts";

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
  const lost = isLost(useSeen(watch).known.stream);
  const order = orderOf(alert);
  const why = whyOf(alert, lost);
  // An encounter's order, reason and place stand above, large: the rest is how close, and who.
  const theRest = isEncounter(alert)
    ? [...closestOf(alert, said, locale), whoMeets(alert, said), ...reference(alert, said)]
    : factsOf(alert, said, locale);
  const heading = useRef<HTMLHeadingElement>(null);
  const screen = useRef<HTMLElement>(null);
  useShown(watch, waiting.seqs, screen);
  // Whoever cannot see the screen is told of it at once; a press that was meant for something else does not answer it.
  useEffect(() => heading.current?.focus(), [alert.seq]);
  return (
    <section ref={screen} className={`alert-screen ${urgency}${lost ? " lost" : ""}`} aria-labelledby="alert-title" data-seq={alert.seq}>
      <p className="line">
        <span className="grade">
          {said(`grades.${urgency}`)}
          {order !== null && ` · ${said(`kinds.${alert.kind}`)}`}
        </span>
        {all > 1 && <span>{t("alert.of", { number: say.number(1), all: say.number(all) })}</span>}
      </p>
      <div className="told">
        <h2 id="alert-title" className={order ?? ""} ref={heading} tabIndex={-1}>
          {order === null ? said(`kinds.${alert.kind}`) : t(`alert.orders.${order}`)}
        </h2>
        {why !== null && <p className="why">{why === "wasClose" ? t("alert.wasClose") : said(`facts.${why}`)}</p>}
        <WhereIs {...{ alert, here, say, lost, now }} />
        <Soon at={happensAt(alert)} now={now} />
        <ul className="facts">
          {[...theRest, ...noteOf(alert)].map((fact) => <li key={fact}>{fact}</li>)}
        </ul>
      </div>
      <div className="answering">
        <Button className="button main answer" onPress={acknowledge}>{t("alert.acknowledge")}</Button>
        <p className="soft">{said("alerts.notConsent")}</p>
      </div>
    </section>
  );
}

const noteOf = (alert: Alert): string[] =>
  "note" in alert && typeof alert.note === "string" && alert.note !== "" ? [alert.note] : [];

interface Placing extends Pick<Showing, "here" | "now"> {
  readonly alert: Alert;
  readonly say: Measures;
  readonly lost: boolean;
}

/** Where it is, by arrow and in words, as far as the alert allows; and since when that is known. */
function WhereIs({ alert, here, now, say, lost }: Placing): ReactNode {
  const { t } = useTranslation("mobile");
  const { t: said } = useTranslation();
  if (isEncounter(alert) && orderOf(alert) === null) return null;
  if ("halt" in alert && alert.lifted_at !== null) return <p className="big">{t("alert.haltLifted")}</p>;
  if ("sos" in alert && alert.ended_at !== null) return <p className="big">{t("alert.sosEnded")}</p>;
  const { bearing, distanceM, atMost, inside } = whereOf(alert, here);
  if (inside) return <p className="big">{t("alert.insideHalt")}</p>;
  if (bearing === null) return distanceM === null ? null : <p className="big">{say.far(distanceM)}</p>;
  const octant = said(`octants.${octantOf(bearing)}`);
  const far = "halt" in alert ? "alert.haltAway" : "alert.fromYou";
  const since = directionAt(alert);
  const ageMs = since === null || now === null ? null : Math.max(0, now - Date.parse(since));
  return (
    <div className="where">
      <Compass bearing={bearing} isOld={lost || (ageMs ?? 0) > OLD_AFTER_MS} />
      <p className="big">
        {distanceM === null
          ? t("alert.towards", { octant })
          : t(atMost ? "alert.within" : far, { far: say.far(distanceM), octant })}
        {!atMost && <small>{t("alert.bearing", { degrees: say.number(Math.round(bearing)) })}</small>}
        {since !== null && <AsOf {...{ since: Date.parse(since), ageMs, say }} />}
      </p>
    </div>
  );
}

function AsOf({ since, ageMs, say }: { since: number; ageMs: number | null; say: Measures }): ReactNode {
  const { t } = useTranslation("mobile");
  const at = say.clock(since);
  return <small className="as-of">{ageMs === null ? t("alert.asOf", { at }) : t("alert.asOfAgo", { at, ago: say.ago(ageMs) })}</small>;
}

function Soon({ at, now }: { at: string | null; now: number | null }): ReactNode {
  const { t } = useTranslation();
  if (at === null || now === null) return null;
  const left = countdown(t, Date.parse(at) - now);
  // When it was is said beside how close they came; "passed" would deny that they are still too close.
  if (left === null) return null;
  return (
    <p className="countdown" role="timer">
      <bdi>{left}</bdi>
      <small>{t("countdown.until")}</small>
    </p>
  );
}
