/** Whom the desk calls when nobody answers: each party's officers on duty, whom it named as its liaison, who is connected. */
import { connected, Fault, liaisons, onDuty } from "@deconflict/sdk";
import { apart, clockTime, useLocale, type Watch } from "@deconflict/ui";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Presence } from "./Presence.tsx";
import type { Log } from "./useLog.ts";
import { CalledButton, NoteButton } from "./WriteNote.tsx";

const AGAIN_MS = 15_000;

interface Roster {
  readonly watch: Watch;
  readonly now: number;
  readonly parties: ReadonlyMap<string, string>;
  readonly log: Log;
}

export function Calls({ watch, now, parties, log }: Roster): ReactNode {
  const { t } = useTranslation("room");
  const shared = useTranslation().t;
  const locale = useLocale();
  const read = async () => ({ shifts: await onDuty(watch.api), named: await liaisons(watch.api), people: await connected(watch.api) });
  const { data, error } = useQuery({ queryKey: ["calls"], queryFn: read, refetchInterval: AGAIN_MS });
  const shifts = data?.shifts.filter(({ start, end }) => Date.parse(start) <= now && now < Date.parse(end)) ?? [];
  const named = data?.named ?? [];
  const people = data?.people ?? [];
  const known = [...parties].filter(([id]) => [...shifts, ...named, ...people].some(({ party }) => party === id));
  return (
    <section aria-labelledby="calls-title">
      <h2 id="calls-title">{t("calls.title")}</h2>
      {error instanceof Fault && <p className="fault" role="alert">{t("calls.unread", { why: shared(`faults.${error.code}`) })}</p>}
      {data !== undefined && known.length === 0 && <p className="empty">{t("calls.none")}</p>}
      <Presence people={people.filter(({ party }) => party === null)} now={now} />
      <ul className="rows">
        {known.map(([id, name]) => (
          <li key={id} className="row">
            <strong><bdi>{name}</bdi></strong>
            {named.filter(({ party }) => party === id).map((liaison) => (
              <span key={liaison.reach}>
                <bdi>{liaison.name}</bdi> <bdi dir="ltr">{liaison.reach}</bdi>
              </span>
            ))}
            {shifts.filter(({ party }) => party === id).map((shift) => (
              <span key={shift.id} className="soft">
                <bdi>{shift.name}</bdi> · {t("calls.duty", { at: apart(clockTime(shift.end, locale)) })}
              </span>
            ))}
            {shifts.every(({ party }) => party !== id) && <span className="soft">{t("calls.nobody")}</span>}
            <Presence people={people.filter(({ party }) => party === id)} now={now} />
            <div className="row-do">
              <CalledButton log={log} party={id} name={name} />
              <NoteButton log={log} about={null} parties={[[id, name]]} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
