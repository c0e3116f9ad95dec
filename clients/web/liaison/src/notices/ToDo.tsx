/** What to do about a matter that a party is told of, and in which hours: the same words on its alert and on its notice. */
import { type Alert, type Grade, isConflict, isOverlap, type Overlap } from "@deconflict/sdk";
import { apart } from "@deconflict/ui";
import { type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useReader } from "../desk.ts";
import { hourOf, momentOf } from "../when.ts";
import { hourSpans } from "./hours.ts";

/** On an alert: of what is over there is nothing to do. */
export function ToDo({ alert }: { alert: Alert }): ReactNode {
  if (isOverlap(alert) && alert.kind === "overlap") return <InTheseHours overlap={alert} />;
  if (isConflict(alert) && alert.kind === "conflict") return <WhenThatClose grade={alert.grade} />;
  return null;
}

export function InTheseHours({ overlap }: { overlap: Pick<Overlap, "advice" | "hours"> }): ReactNode {
  const { t } = useTranslation("liaison");
  const reader = useReader();
  const hours = hourSpans(overlap.hours).map(([from, to]) => `${momentOf(from, reader)}–${hourOf(to, reader)}`);
  return (
    <>
      <p className="do">{t(`advice.${overlap.advice}`)}</p>
      <ul className="hours">{hours.map((said) => <li key={said}>{apart(said)}</li>)}</ul>
    </>
  );
}

export function WhenThatClose({ grade }: { grade: Grade }): ReactNode {
  const { t } = useTranslation("liaison");
  return <p className="do">{t(`do.${grade}`)}</p>;
}
