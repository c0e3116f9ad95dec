/** Asks whoever signs out while something of theirs is on this device alone: it stays here for them, or it goes. */
import type { ReactNode } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { Question } from "./Question.tsx";
import { useSeen, type Watch } from "./watch.ts";

interface Asked {
  readonly watch: Watch;
  readonly leave: (left: "keep" | "forget") => void;
  readonly stay: () => void;
}

export function isAllSent(watch: Watch): boolean {
  const { unsent, kept } = watch.seen();
  return unsent.length + kept.length === 0;
}

export function Leaving({ watch, leave, stay }: Asked): ReactNode {
  const { t } = useTranslation();
  const { unsent, kept } = useSeen(watch);
  return (
    <Question title={t("leaving.title")} className="leaving" leave={stay}>
      <p>{t("leaving.left", { count: unsent.length + kept.length })}</p>
      <p>{t("leaving.whose")}</p>
      <Button className="button main" onPress={stay}>{t("leaving.stay")}</Button>
      <Button className="button" onPress={() => leave("keep")}>{t("leaving.keep")}</Button>
      <Button className="button" onPress={() => leave("forget")}>{t("leaving.forget")}</Button>
    </Question>
  );
}
