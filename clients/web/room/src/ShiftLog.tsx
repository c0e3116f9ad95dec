/** What the room was told and who acknowledged it, to be read, printed and kept. */
import type { Alert } from "@deconflict/sdk";
import { clockTime, factsOf, useLocale } from "@deconflict/ui";
import { type ReactNode, useMemo } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { csv, type Logged, logOf, withoutMarks } from "./shiftLog.ts";

const COLUMNS = ["at", "number", "kind", "grade", "what", "answered"] as const;

export function ShiftLog({ alerts }: { alerts: ReadonlyMap<number, Alert> }): ReactNode {
  const { t } = useTranslation("room");
  const log = useMemo(() => logOf(alerts.values()), [alerts]);
  const cells = useCells();
  const heads = COLUMNS.map((column) => t(`log.columns.${column}`));

  function save(): void {
    // Times are written whole: a log is read on another day.
    const rows = log.map((each) => [each.at, ...cells(each).slice(1, -1), each.answered?.by ?? "", each.answered?.at ?? ""]);
    const text = csv([[...heads, t("log.columns.at")], ...rows].map((row) => row.map(withoutMarks)));
    const address = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = `${t("log.file")}.csv`;
    link.click();
    URL.revokeObjectURL(address);
  }

  return (
    <section className="log" aria-labelledby="log-title">
      <h2 id="log-title">{t("log.title")}</h2>
      <div className="log-do">
        <Button className="button" isDisabled={log.length === 0} onPress={save}>{t("log.export")}</Button>
        <Button className="button" isDisabled={log.length === 0} onPress={() => print()}>{t("log.print")}</Button>
      </div>
      {log.length === 0 && <p className="empty">{t("log.none")}</p>}
      {log.length > 0 && (
        <div className="log-table" tabIndex={0} role="group" aria-labelledby="log-title">
          <table>
            <thead>
              <tr>{heads.map((head) => <th key={head} scope="col">{head}</th>)}</tr>
            </thead>
            <tbody>
              {log.map((each) => (
                <tr key={each.seq}>
                  {cells(each).map((said, column) => <td key={COLUMNS[column]}>{said}</td>)}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** A row in words, in the order of the columns. */
function useCells(): (logged: Logged) => string[] {
  const { t } = useTranslation("room");
  const shared = useTranslation().t;
  const locale = useLocale();
  return ({ at, seq, alert, grade, answered }) => [
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
