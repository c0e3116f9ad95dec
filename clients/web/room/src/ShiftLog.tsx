/** What the room was told, who acknowledged it, and what it noted: to be read, added to, printed and kept. */
import type { Alert } from "@deconflict/sdk";
import { apart, clockTime, factsOf, useLocale } from "@deconflict/ui";
import { type ReactNode, useMemo, useRef, useState } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { useReached } from "./Escalate.tsx";
import { referenceOf } from "./noting.ts";
import { csv, type Logged, logOf, type Told, withoutMarks } from "./shiftLog.ts";
import type { Log } from "./useLog.ts";
import { WriteNote } from "./WriteNote.tsx";

const COLUMNS = ["at", "number", "kind", "grade", "what", "answered"] as const;

/** The newest are read; all of it is printed and kept. */
const AT_ONCE = 20;

interface Shift {
  readonly alerts: ReadonlyMap<number, Alert>;
  readonly log: Log;
  readonly parties: ReadonlyMap<string, string>;
}

export function ShiftLog({ alerts, log: notes, parties }: Shift): ReactNode {
  const { t } = useTranslation("room");
  const shared = useTranslation().t;
  const log = useMemo(() => logOf(alerts.values(), notes.written), [alerts, notes.written]);
  const cells = useCells(alerts, parties);
  const [shown, setShown] = useState(AT_ONCE);
  const table = useRef<HTMLDivElement>(null);
  const heads = COLUMNS.map((column) => t(`log.columns.${column}`));

  function save(): void {
    // Times are written whole: a log is read on another day.
    const rows = log.map((each) => [each.at, ...cells(each).slice(1, -1), ...signed(each)]);
    const text = csv([[...heads, t("log.columns.at")], ...rows].map((row) => row.map(withoutMarks)));
    const address = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = `${t("log.file")}.csv`;
    link.click();
    URL.revokeObjectURL(address);
  }

  function more(): void {
    setShown(shown + AT_ONCE);
    // The button goes with the last of them, and who pressed it by keyboard stays in the log.
    if (shown + AT_ONCE >= log.length) table.current?.focus({ preventScroll: true });
  }

  return (
    <section className="log" aria-labelledby="log-title">
      <h2 id="log-title">{t("log.title")}</h2>
      <div className="log-do">
        <Button className="button" isDisabled={log.length === 0} onPress={save}>{t("log.export")}</Button>
        <Button className="button" isDisabled={log.length === 0} onPress={() => print()}>{t("log.print")}</Button>
      </div>
      {notes.fault !== null && <p className="fault" role="alert">{t("log.unread", { why: shared(`faults.${notes.fault}`) })}</p>}
      <WriteNote log={notes} about={null} parties={[]} />
      {log.length === 0 && <p className="empty">{t("log.none")}</p>}
      {log.length > 0 && (
        <div ref={table} className="log-table" tabIndex={0} role="group" aria-labelledby="log-title">
          <table>
            <thead>
              <tr>{heads.map((head) => <th key={head} scope="col">{head}</th>)}</tr>
            </thead>
            <tbody>
              {log.map((each, row) => (
                <tr key={each.key} className={row < shown ? each.is : `${each.is} older`}>
                  {cells(each).map((said, column) => <td key={COLUMNS[column]}>{said}</td>)}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {log.length > shown && (
        <Button className="button log-more" onPress={more}>{t("log.more", { count: Math.min(AT_ONCE, log.length - shown) })}</Button>
      )}
    </section>
  );
}

/** By whom and when, as a file has it: who answered an alert, who wrote a note. */
function signed(row: Logged): [string, string] {
  if (row.is === "written") return [row.name, row.at];
  return [row.answered?.by ?? "", row.answered?.at ?? ""];
}

/** A row in words, in the order of the columns. */
function useCells(alerts: ReadonlyMap<number, Alert>, parties: ReadonlyMap<string, string>): (row: Logged) => string[] {
  const { t } = useTranslation("room");
  const shared = useTranslation().t;
  const locale = useLocale();
  const reached = useReached(parties);

  function told({ at, seq, alert, grade, answered }: Told): string[] {
    return [
      clockTime(at, locale),
      `${seq}`,
      shared(`kinds.${alert.kind}`),
      shared(`grades.${grade}`),
      factsOf(alert, shared, locale).join(" · "),
      answered === null
        ? t(alert.rings ? "log.open" : "log.needless")
        : t("log.answered", { by: answered.by, at: clockTime(answered.at, locale) }),
    ];
  }

  return (row) => {
    if (row.is === "told") return told(row);
    const { about, called, answered_by: by, raised } = row;
    const facts = [
      called === null ? "" : apart(parties.get(called) ?? called),
      by === null ? "" : t("log.spoke", { name: apart(by) }),
      row.text === "" ? "" : apart(row.text),
      raised === null ? "" : reached(raised),
      about === null ? "" : t("log.about", { what: shared(`kinds.${about.kind}`), reference: apart(referenceOf(about, alerts.values()) ?? "") }),
    ];
    const what = facts.filter((fact) => fact !== "").join(" · ");
    return [clockTime(row.at, locale), "", t(`log.kinds.${row.kind}`), "", what, row.isSent ? row.name : t("log.unsent", { name: row.name })];
  };
}
