/** The shown time: a slider over a day back and a day ahead, a chosen window, and what is known of that time. */
import { dayAndHour, useLocale } from "@deconflict/ui";
import type { ReactNode } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { PastWindow } from "./PastWindow.tsx";
import { type Moment, momentAt, REACH_MS, STEP_MS, timeOf } from "./moment.ts";
import type { Replay } from "./usePast.ts";
import type { Play } from "./usePlay.ts";

interface Bar {
  readonly now: number;
  readonly play: Play;
  /** From when on it is known where units were; null when it is not. */
  readonly since: number | null;
  readonly replay: Replay;
}

export function TimeBar({ now, play, since, replay }: Bar): ReactNode {
  const { t } = useTranslation("room");
  const locale = useLocale();
  const { moment, playing, look, toggle, playUntil } = play;
  const at = timeOf(moment, now);
  const said = moment.is === "now" ? t("time.now") : dayAndHour(new Date(at).toISOString(), locale);
  return (
    <section className="time" aria-labelledby="time-title">
      <h2 id="time-title" className="sr-only">{t("time.title")}</h2>
      <div className="time-controls">
        <Button className="button" onPress={toggle}>{playing ? t("time.pause") : t("time.play")}</Button>
        <input
          type="range"
          aria-label={t("time.slider")}
          aria-valuetext={said}
          min={-REACH_MS}
          max={REACH_MS}
          step={STEP_MS}
          value={Math.round((at - now) / STEP_MS) * STEP_MS}
          onChange={({ target }) => look(momentAt(now + Number(target.value), now))}
        />
        <span className="time-said" dir="auto">{said}</span>
      </div>
      <PastWindow now={now} replay={replay} onMoment={look} play={playUntil} />
      {moment.is !== "now" && <Source {...{ moment, since, replay }} />}
    </section>
  );
}

interface Other extends Pick<Bar, "since" | "replay"> {
  readonly moment: Exclude<Moment, { is: "now" }>;
}

/** What is known of another time than now, and where from. */
function Source({ moment, since, replay }: Other): ReactNode {
  const { t } = useTranslation("room");
  if (moment.is === "future") return <p className="time-source">{t("time.planned")}</p>;
  const remembered = since !== null && moment.at >= since;
  return (
    <div className="time-source">
      <p>{remembered ? t("time.remembered") : <Read replay={replay} at={moment.at} />}</p>
      <p>{t("time.record")}</p>
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
