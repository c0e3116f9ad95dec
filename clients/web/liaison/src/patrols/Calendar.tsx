/** My patrols by day: a month at a time, weeks beginning as they do where the reader lives. */
import type { Patrol } from "@deconflict/sdk";
import { useLocale } from "@deconflict/ui";
import { type ReactNode, useState } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { serviceNow, useDesk, usePatrols } from "../desk.ts";
import { Read } from "../parts.tsx";
import { addressOf } from "../place.ts";
import { hourOf } from "../when.ts";
import { type Day, firstDayOf, monthOf, weeksOf } from "./days.ts";
import { timesOfPatrol } from "./matters.ts";

export function Calendar(): ReactNode {
  const { t } = useTranslation("liaison");
  const locale = useLocale();
  const { watch } = useDesk();
  const patrols = usePatrols();
  const [month, setMonth] = useState(() => monthOf(serviceNow(watch)));
  const title = new Intl.DateTimeFormat(locale, { month: "long", year: "numeric" }).format(month);
  const turn = (by: number) => () => setMonth(new Date(month.getFullYear(), month.getMonth() + by, 1));
  return (
    <section className="calendar" aria-labelledby="calendar-title">
      <div className="title-row">
        <h2 id="calendar-title" aria-live="polite">{title}</h2>
        <span className="marks">
          <Button className="button" onPress={turn(-1)}>{t("calendar.before")}</Button>
          <Button className="button" onPress={turn(1)}>{t("calendar.after")}</Button>
        </span>
      </div>
      <Read query={patrols}>{(all) => <Month month={month} patrols={all} />}</Read>
    </section>
  );
}

function Month({ month, patrols }: { month: Date; patrols: readonly Patrol[] }): ReactNode {
  const locale = useLocale();
  const weeks = weeksOf(month, firstDayOf(locale), patrols);
  const short = new Intl.DateTimeFormat(locale, { weekday: "short" });
  const long = new Intl.DateTimeFormat(locale, { weekday: "long" });
  return (
    <table className="month">
      <thead>
        <tr>
          {weeks[0]?.map(({ date }) => (
            <th key={date.getDay()} scope="col" abbr={long.format(date)}>{short.format(date)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]?.date.getTime()}>
            {week.map((day) => (
              <td key={day.date.getTime()} className={day.within ? "" : "outside"}><DayCell day={day} /></td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function DayCell({ day: { date, patrols } }: { day: Day }): ReactNode {
  const locale = useLocale();
  const full = new Intl.DateTimeFormat(locale, { dateStyle: "full" }).format(date);
  return (
    <>
      <time dateTime={date.toISOString().slice(0, 10)} aria-label={full}>{new Intl.NumberFormat(locale).format(date.getDate())}</time>
      {patrols.length > 0 && (
        <ul aria-label={full}>
          {patrols.map((patrol) => (
            <li key={patrol.id}>
              <a className={`day-patrol ${patrol.state}`} href={addressOf({ at: "patrol", id: patrol.id })}>
                <span>{hourOf(timesOfPatrol(patrol).start, locale)}</span> <bdi>{patrol.callsign}</bdi>
              </a>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
