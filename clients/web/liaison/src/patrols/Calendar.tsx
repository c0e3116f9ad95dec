/** My patrols by day: a month at a time, weeks beginning as they do where the reader lives. */
import type { Patrol } from "@deconflict/sdk";
import { useLocale } from "@deconflict/ui";
import { type ReactNode, useState } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { serviceNow, useDesk, usePatrols, useReader } from "../desk.ts";
import { Read } from "../parts.tsx";
import { addressOf } from "../place.ts";
import { hourOf } from "../when.ts";
import { type Day, firstDayOf, midnight, type Month, monthOf, turned, weeksOf } from "./days.ts";
import { timesOfPatrol } from "./matters.ts";

export function Calendar(): ReactNode {
  const { t } = useTranslation("liaison");
  const locale = useLocale();
  const { watch } = useDesk();
  const { zone } = watch.who;
  const patrols = usePatrols();
  const [month, setMonth] = useState(() => monthOf(serviceNow(watch), zone));
  const title = new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" }).format(Date.UTC(month.year, month.month, 1));
  const turn = (by: number) => () => setMonth(turned(month, by));
  return (
    <section className="calendar" aria-labelledby="calendar-title">
      <div className="title-row">
        <h2 id="calendar-title" aria-live="polite">{title}</h2>
        <span className="marks">
          <Button className="button" onPress={turn(-1)}>{t("calendar.before")}</Button>
          <Button className="button" onPress={turn(1)}>{t("calendar.after")}</Button>
        </span>
      </div>
      <Read query={patrols}>{(all) => <MonthTable month={month} patrols={all} />}</Read>
    </section>
  );
}

function MonthTable({ month, patrols }: { month: Month; patrols: readonly Patrol[] }): ReactNode {
  const { t } = useTranslation("liaison");
  const { locale, zone } = useReader();
  const weeks = weeksOf(month, firstDayOf(locale), patrols, zone);
  const short = new Intl.DateTimeFormat(locale, { weekday: "short", timeZone: "UTC" });
  const long = new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" });
  const empty = weeks.flat().every((day) => day.patrols.length === 0);
  if (empty) return <p className="empty">{t("calendar.none")}</p>;
  return (
    <table className="month">
      <thead>
        <tr>
          {weeks[0]?.map(({ day }) => (
            <th key={day} scope="col" abbr={long.format(midnight(day))}>{short.format(midnight(day))}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]?.day}>
            {week.map((day) => (
              <td key={day.day} className={day.within ? "" : "outside"}><DayCell day={day} /></td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function DayCell({ day: { day, patrols } }: { day: Day }): ReactNode {
  const reader = useReader();
  const { locale } = reader;
  const full = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeZone: "UTC" }).format(midnight(day));
  return (
    <>
      <time dateTime={day} aria-label={full}>
        <span className="day-number">{new Intl.NumberFormat(locale).format(Number(day.slice(-2)))}</span>
        <span className="day-name">{full}</span>
      </time>
      {patrols.length > 0 && (
        <ul aria-label={full}>
          {patrols.map((patrol) => (
            <li key={patrol.id}>
              <a className={`day-patrol ${patrol.state}`} href={addressOf({ at: "patrol", id: patrol.id })}>
                <span>{hourOf(timesOfPatrol(patrol).start, reader)}</span> <bdi>{patrol.callsign}</bdi>
              </a>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
