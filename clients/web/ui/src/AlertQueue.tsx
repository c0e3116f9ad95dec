/** The alerts that wait for an answer, most urgent first. */
import { acknowledgementOf, type Alert, happensAt, queue, type Waiting } from "@deconflict/sdk";
import { type ReactNode, type Ref, use, useEffect, useMemo, useRef } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { FirstCard } from "./away.ts";
import { factsOf, inShort } from "./facts.ts";
import { apart, tellWaiting, useLocale } from "./i18n.ts";
import { useShown } from "./shown.ts";
import { countdown, useServiceTime } from "./time.ts";
import { useSeen, type Watch } from "./watch.ts";

interface Answering {
  readonly now: number | null;
  /** Whether an answer to that alert is on its way. */
  readonly isBeingSent: (seq: number) => boolean;
  readonly acknowledge: (waiting: Waiting) => void;
}

interface Queue {
  readonly watch: Watch;
  /** What whoever looks at the page should do about it: said before all else. */
  readonly toDo?: (alert: Alert) => ReactNode;
  /** What the page offers beside the answer: the way to what the alert is about. */
  readonly beside?: (alert: Alert) => ReactNode;
  /** Whether somebody looks at what an alert is about. */
  readonly isChosen?: (alert: Alert) => boolean;
}

export function AlertQueue({ watch, toDo, beside, isChosen }: Queue): ReactNode {
  const { t } = useTranslation();
  const { known, unsent, ahead } = useSeen(watch);
  const epoch = known.epoch ?? "";
  const answering: Answering = {
    now: useServiceTime(ahead),
    isBeingSent: (seq) => unsent.some(({ path }) => path === acknowledgementOf(epoch, seq)),
    acknowledge: ({ seqs }) => void watch.acknowledge(epoch, seqs),
  };
  const waiting = useMemo(() => queue(known.alerts.values()), [known.alerts]);
  const count = waiting.length;
  const [gravest] = waiting;
  const tellFirst = use(FirstCard);
  useEffect(() => tellWaiting(count), [count]);
  useEffect(() => () => tellWaiting(0), []);
  return (
    <section aria-labelledby="alerts-title">
      <h2 id="alerts-title">{t("alerts.title")}</h2>
      <p className="soft" role="status">
        {gravest === undefined ? (
          t("alerts.none")
        ) : (
          <>
            {`${t("alerts.waiting", { count })} · ${t("alerts.notConsent")} `}
            <span className="sr-only">{inShort(gravest, t)}</span>
          </>
        )}
      </p>
      <ol className="alerts">
        {waiting.map((each) => (
          <AlertCard
            key={each.alert.seq}
            place={each === gravest ? tellFirst : undefined}
            watch={watch}
            waiting={each}
            toDo={toDo?.(each.alert)}
            beside={beside?.(each.alert)}
            chosen={isChosen?.(each.alert) ?? false}
            {...answering}
          />
        ))}
      </ol>
    </section>
  );
}

interface Card extends Answering {
  readonly place: Ref<HTMLLIElement> | undefined;
  readonly watch: Watch;
  readonly waiting: Waiting;
  readonly toDo: ReactNode;
  readonly beside: ReactNode;
  readonly chosen: boolean;
}

function AlertCard({ place, watch, waiting, now, isBeingSent, acknowledge, toDo, beside, chosen }: Card): ReactNode {
  const { t } = useTranslation();
  const { alert, urgency, seqs } = waiting;
  const card = useRef<HTMLElement>(null);
  useShown(watch, seqs, card);
  useEffect(() => {
    if (chosen) card.current?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  const locale = useLocale();
  const sending = seqs.every(isBeingSent);
  const title = `alert-${alert.seq}`;
  return (
    <li ref={place} tabIndex={-1}>
      <article
        ref={card}
        className={`alert ${urgency}${chosen ? " chosen" : ""}`}
        aria-labelledby={title}
        data-seq={alert.seq}
      >
        <div className="head">
          <h3 id={title}>{t(`kinds.${alert.kind}`)}</h3>
          <span className="grade">{t(`grades.${urgency}`)}</span>
          <span className="soft">{t("alerts.number", { seq: apart(alert.seq) })}</span>
        </div>
        {toDo}
        <p className="facts">
          {factsOf(alert, t, locale).map((fact) => (
            <span key={fact}>{fact}</span>
          ))}
        </p>
        {seqs.length > 1 && <p className="soft">{t("alerts.also", { count: seqs.length - 1 })}</p>}
        <div className="answer">
          <Countdown at={happensAt(alert)} now={now} />
          {beside}
          <Button
            className="button main"
            isDisabled={sending}
            aria-describedby={title}
            onPress={() => acknowledge(waiting)}
          >
            {sending ? t("alerts.acknowledging") : t("alerts.acknowledge")}
          </Button>
        </div>
      </article>
    </li>
  );
}

export function Countdown({ at, now }: { at: string | null; now: number | null }): ReactNode {
  const { t } = useTranslation();
  if (at === null || now === null) return null;
  const left = countdown(t, Date.parse(at) - now);
  if (left === null) return <p className="countdown soft"><small>{t("countdown.passed")}</small></p>;
  return (
    <p className="countdown" role="timer">
      <bdi>{left}</bdi>
      <small>{t("countdown.until")}</small>
    </p>
  );
}
