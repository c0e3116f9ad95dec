/** Taking back what one gave: which level, and a second question that says what the other side learns no more of (DIS-02). */
import { type Holding, lowering } from "@deconflict/sdk";
import { apart, Question } from "@deconflict/ui";
import { type ReactNode, useState } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { ChoiceField } from "../entry/fields.tsx";
import type { Saying } from "../notices/Say.tsx";
import { levelName } from "./Agreements.tsx";
import { lostBelow } from "./lost.ts";

interface Lowering {
  readonly other: { readonly id: string; readonly name: string };
  readonly holding: Holding;
  readonly saying: Saying;
}

export function Lower({ other, holding, saying }: Lowering): ReactNode {
  const { t } = useTranslation("liaison");
  const now = holding.elsewhere;
  const [chosen, choose] = useState("0");
  const [asked, ask] = useState(false);
  if (now === 0) return null;
  const options = [...Array(now).keys()].map((level) => [`${level}`, `${level} · ${t(`levels.${levelName(level)}`)}`] as const);
  const to = Math.min(Number(chosen), now - 1);

  function lower(): void {
    ask(false);
    void saying.say(lowering(other.id, { elsewhere: to, clauses: [] }));
  }

  return (
    <div className="speak">
      <ChoiceField label={t("pacts.lowerTo")} value={`${to}`} change={choose} options={options} />
      <p className="soft">{t("pacts.lowerWhat")}</p>
      <Button className="button" isDisabled={saying.busy} onPress={() => ask(true)}>{t("pacts.lower")}</Button>
      {asked && <Sure {...{ other, holding, to, lower }} leave={() => ask(false)} />}
    </div>
  );
}

interface Asked extends Pick<Lowering, "other" | "holding"> {
  readonly to: number;
  readonly lower: () => void;
  readonly leave: () => void;
}

function Sure({ other, holding, to, lower, leave }: Asked): ReactNode {
  const { t } = useTranslation("liaison");
  const name = apart(other.name);
  return (
    <Question title={t("lowering.title", { name, level: to })} className="lowering" leave={leave}>
      <p>{t("lowering.lost", { name })}</p>
      <ul className="lost">{lostBelow(holding, to).map((what) => <li key={what}>{t(`lowering.${what}`)}</li>)}</ul>
      <p>{t("lowering.left", { level: to })} {t(`levelsSay.${levelName(to)}`)}</p>
      <p>{t("lowering.both", { name })}</p>
      <p><strong>{t("pacts.lowerWhat")}</strong></p>
      <Button className="button main" onPress={leave}>{t("lowering.leave")}</Button>
      <Button className="button" onPress={lower}>{t("lowering.sure", { level: to })}</Button>
    </Question>
  );
}
