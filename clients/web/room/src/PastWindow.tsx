/** A window of the last 72 hours, chosen by day and hour, read from the service and played. */
import { type ReactNode, useId, useState } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { dayAndHour, useLocale } from "@deconflict/ui";
import { KEPT_MS, type Moment, momentAt } from "./moment.ts";
import type { Replay } from "./usePast.ts";

const HOUR_MS = 3_600_000;
const HOURS = [1, 2, 4, 6] as const;

interface Choice {
  readonly now: number;
  readonly replay: Replay;
  readonly onMoment: (moment: Moment) => void;
  /** Play on from the shown time until that one. */
  readonly play: (until: number) => void;
}

export function PastWindow({ now, replay, onMoment, play }: Choice): ReactNode {
  const { t } = useTranslation("room");
  const locale = useLocale();
  const [from, many] = [useId(), useId()];
  const [chosen, setChosen] = useState<number | null>(null);
  const [hours, setHours] = useState<number>(1);
  const starts = startsBefore(now);
  const start = chosen !== null && starts.includes(chosen) ? chosen : (starts[1] ?? now);

  async function load(): Promise<void> {
    onMoment(momentAt(start, now));
    const until = Math.min(start + hours * HOUR_MS, now);
    await replay.load(start, until);
    play(until);
  }

  return (
    <details className="past">
      <summary>{t("past.title")}</summary>
      <div className="past-do">
        <div className="choice">
          <label htmlFor={from}>{t("past.from")}</label>
          <select id={from} value={start} onChange={({ target }) => setChosen(Number(target.value))}>
            {starts.map((at) => <option key={at} value={at}>{dayAndHour(new Date(at).toISOString(), locale)}</option>)}
          </select>
        </div>
        <div className="choice">
          <label htmlFor={many}>{t("past.long")}</label>
          <select id={many} value={hours} onChange={({ target }) => setHours(Number(target.value))}>
            {HOURS.map((count) => <option key={count} value={count}>{t("past.hours", { count })}</option>)}
          </select>
        </div>
        <Button className="button" isDisabled={replay.progress !== null} onPress={() => void load()}>{t("past.load")}</Button>
        {replay.progress !== null && <progress aria-label={t("past.reading")} value={replay.progress} max={1} />}
      </div>
      <p className="soft">{t("past.onLedger")}</p>
    </details>
  );
}

/** The whole hours that a window can begin at, the latest first. */
function startsBefore(now: number): number[] {
  const latest = Math.floor(now / HOUR_MS) * HOUR_MS;
  return Array.from({ length: KEPT_MS / HOUR_MS - 1 }, (_, index) => latest - index * HOUR_MS).filter((at) => at < now);
}
