/** What the service answered to the last change: on record, what is wrong on one's own side, and when notices are out. */
import type { OwnFinding, Patrol } from "@deconflict/sdk";
import { apart, countdown, useSeen, useServiceTime } from "@deconflict/ui";
import { type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useDesk, useReader } from "../desk.ts";
import { spanOf } from "../when.ts";
import { mattersOf } from "./matters.ts";

export function Answered({ patrol }: { patrol: Patrol }): ReactNode {
  const { t } = useTranslation("liaison");
  const { t: shared } = useTranslation();
  const { answered, watch } = useDesk();
  const { known, ahead } = useSeen(watch);
  const now = useServiceTime(ahead);
  if (answered === null || answered.id !== patrol.id || answered.version !== patrol.version) return null;
  const left = now === null ? null : countdown(shared, Date.parse(answered.notices_by) - now);
  const none = mattersOf(known, patrol.id).length === 0;
  return (
    <div className="sheet answered" role="status">
      <p><strong>{t("answered.onRecord", { reference: apart(answered.reference) })}</strong> {t("answered.notPermission")}</p>
      {left !== null && <p>{t("answered.noticesIn", { left: apart(left) })}</p>}
      {left === null && none && <p>{t("answered.noNotice")}</p>}
      <ul>
        {answered.findings.map((finding) => (
          <li key={`${finding.code} ${finding.zone ?? ""}`}><Wrong finding={finding} /></li>
        ))}
      </ul>
    </div>
  );
}

const MARKS = ["late", "after_the_fact", "hot_pursuit", "budget_used", "suspended"] as const;

function Wrong({ finding }: { finding: OwnFinding }): ReactNode {
  const { t } = useTranslation("liaison");
  const { t: shared } = useTranslation();
  const reader = useReader();
  const { kind, grade, first, last } = finding;
  const mark = MARKS.find((code) => code === finding.code);
  if (mark !== undefined) return t(`answered.${mark}`);
  if (!kind || !first || !last) return t("answered.other");
  return (
    <>
      {grade && <span className={`grade ${grade}`}>{shared(`grades.${grade}`)}</span>}{" "}
      {t("answered.zone", { kind: t(`zones.${kind}`), name: apart(finding.name ?? "") })}{" "}
      {apart(spanOf(Date.parse(first), Date.parse(last), reader))}
    </>
  );
}
