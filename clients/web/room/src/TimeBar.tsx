/** The shown time: a slider over a day back and a day ahead. When it is not now, the page says so loudly. */
import { ago, apart, dayAndHour, useLocale } from "@deconflict/ui";
import { type ReactNode, useEffect, useState } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { PastWindow } from "./PastWindow.tsx";
import { type Moment, momentAt, NOW, playedOn, REACH_MS, STEP_MS, timeOf } from "./moment.ts";
import type { Replay } from "./usePast.ts";

const FRAME_MS = 100;

interface Bar {
  readonly now: number;
  readonly moment: Moment;
  /** From when on it is known where units were; null when it is not. */
  readonly since: number | null;
  readonly replay: Replay;
  readonly onMoment: (moment: Moment) => void;
}

export function TimeBar({ now, moment, since, replay, onMoment }: Bar): ReactNode {
  const { t } = useTranslation("room");
  const locale = useLocale();
  const [playing, setPlaying] = useState(false);
  /** Where a chosen window ends; without one it plays on. */
  const [end, setEnd] = useState<number | null>(null);
  const at = timeOf(moment, now);
  const said = dayAndHour(new Date(at).toISOString(), locale);

  useEffect(() => {
    if (!playing) return;
    const timer = setTimeout(() => {
      const next = playedOn(at, now, FRAME_MS);
      if (next === null || (end !== null && next >= end)) {
        setPlaying(false);
        setEnd(null);
        if (end !== null) onMoment(momentAt(end, now));
      } else onMoment(next >= now && at < now ? NOW : momentAt(next < now ? next : Math.max(next, now + STEP_MS), now));
    }, FRAME_MS);
    return () => clearTimeout(timer);
  }, [playing, at, now, end, onMoment]);

  function playUntil(until: number): void {
    setEnd(until);
    setPlaying(true);
  }

  function back(): void {
    setPlaying(false);
    setEnd(null);
    onMoment(NOW);
  }

  return (
    <section className="time" aria-labelledby="time-title">
      <h2 id="time-title" className="sr-only">{t("time.title")}</h2>
      <div className="time-controls">
        <Button className="button" onPress={() => { setEnd(null); setPlaying(!playing); }}>
          {playing ? t("time.pause") : t("time.play")}
        </Button>
        <input
          type="range"
          aria-label={t("time.slider")}
          aria-valuetext={moment.is === "now" ? t("time.now") : said}
          min={-REACH_MS}
          max={REACH_MS}
          step={STEP_MS}
          value={Math.round((at - now) / STEP_MS) * STEP_MS}
          onChange={({ target }) => onMoment(momentAt(now + Number(target.value), now))}
        />
        <span className="time-said" dir="auto">{moment.is === "now" ? t("time.now") : said}</span>
      </div>
      <PastWindow now={now} replay={replay} onMoment={onMoment} play={playUntil} />
      {moment.is !== "now" && <NotNow moment={moment} now={now} since={since} replay={replay} said={said} back={back} />}
    </section>
  );
}

interface Other {
  readonly moment: Exclude<Moment, { is: "now" }>;
  readonly now: number;
  readonly since: number | null;
  readonly replay: Replay;
  readonly said: string;
  readonly back: () => void;
}

function NotNow({ moment, now, since, replay, said, back }: Other): ReactNode {
  const { t } = useTranslation("room");
  const shared = useTranslation().t;
  const span = ago(shared, Math.abs(moment.at - now));
  const past = moment.is === "past";
  const remembered = since !== null && moment.at >= since;
  return (
    <div className="not-now">
      <p role="status">
        {past ? t("time.notNowPast", { at: apart(said), ago: span }) : t("time.notNowFuture", { at: apart(said), ago: span })}
      </p>
      <Button className="button main" onPress={back}>{t("time.back")}</Button>
      <p>
        {!past && t("time.planned")}
        {past && !remembered && <Read replay={replay} at={moment.at} />}
        {past && remembered && t("time.remembered")}
      </p>
    </div>
  );
}

/** Whether where units were before this page was opened is read, being read, or cannot be. */
function Read({ replay, at }: { replay: Replay; at: number }): ReactNode {
  const { t } = useTranslation("room");
  const shared = useTranslation().t;
  const fault = replay.faultAt(at);
  if (fault !== null) return t("time.unread", { why: shared(`faults.${fault}`) });
  return t(replay.at(at) === null ? "time.reading" : "time.readAgain");
}
