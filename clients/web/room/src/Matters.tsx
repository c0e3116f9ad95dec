/** What there is to look at, as a list: where, when, how close, how long until then. The map shows the same. */
import { Countdown, factsOf, useLocale } from "@deconflict/ui";
import type { ReactNode } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import type { Matter } from "./matters.ts";
import type { Reached } from "./reached.ts";
import { ReachedSides } from "./ReachedSides.tsx";

interface List {
  readonly matters: readonly Matter[];
  readonly now: number;
  /** How far each side of a matter was reached, by its id. */
  readonly reached: ReadonlyMap<string, readonly Reached[]>;
  /** When the desk was told of each. */
  readonly heard: ReadonlyMap<string, number>;
  readonly parties: ReadonlyMap<string, string>;
  readonly chosen: string | null;
  readonly choose: (id: string) => void;
}

const DECIMALS = 3;

export function Matters({ matters, now, reached, heard, parties, chosen, choose }: List): ReactNode {
  const { t } = useTranslation("room");
  return (
    <section aria-labelledby="matters-title">
      <h2 id="matters-title">{t("matters.title")}</h2>
      {matters.length === 0 && <p className="empty">{t("matters.none")}</p>}
      <ul className="rows">
        {matters.map((matter) => (
          <Row key={matter.id} {...{ matter, now, choose, parties }} isChosen={matter.id === chosen} sides={reached.get(matter.id)} heard={heard.get(matter.id)} />
        ))}
      </ul>
    </section>
  );
}

interface One {
  readonly matter: Matter;
  readonly sides: readonly Reached[] | undefined;
  readonly heard: number | undefined;
  readonly now: number;
  readonly parties: ReadonlyMap<string, string>;
  readonly isChosen: boolean;
  readonly choose: (id: string) => void;
}

function Row({ matter, sides, heard, now, parties, isChosen, choose }: One): ReactNode {
  const { t } = useTranslation("room");
  const shared = useTranslation().t;
  const locale = useLocale();
  const { id, sort, alert, grade, at, happensAt } = matter;
  return (
    <li className={`row ${grade}${isChosen ? " chosen" : ""}`}>
      <Button className="button" aria-pressed={isChosen} isDisabled={at === null} onPress={() => choose(id)}>
        {t(`matters.sorts.${sort}`)}
      </Button>
      <span className="grade">{shared(`grades.${grade}`)}</span>
      <span className="row-facts">{factsOf(alert, shared, locale).join(" · ")}</span>
      <span className="soft" dir={at === null ? undefined : "ltr"}>
        {at === null ? t("matters.nowhere") : `${at[1].toFixed(DECIMALS)}, ${at[0].toFixed(DECIMALS)}`}
      </span>
      <Countdown at={happensAt} now={now} />
      <ReachedSides {...{ sides, heard, now, parties }} />
    </li>
  );
}
