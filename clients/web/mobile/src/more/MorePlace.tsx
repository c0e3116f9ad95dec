/** What concerns the phone itself: its unit, sharing, waking, language, colours, and signing out. */
import type { Unit } from "@deconflict/sdk";
import { Choices } from "@deconflict/ui";
import { type ReactNode, useState } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import type { Crew } from "../crew.ts";
import { WakingCard } from "./WakingCard.tsx";

interface Showing extends Crew {
  readonly unit: Unit;
  /** Null: the service says with which unit this phone is. */
  readonly another: (() => void) | null;
  readonly isUnsent: boolean;
  readonly signOut: () => void;
  readonly children: ReactNode;
}

export function MorePlace({ watch, unit, another, isUnsent, signOut, children }: Showing): ReactNode {
  const { t } = useTranslation("mobile");
  const [sure, setSure] = useState(false);
  return (
    <>
      {children}
      <WakingCard watch={watch} />
      <section className="card" aria-labelledby="more-title">
        <h2 id="more-title">{t("more.title")}</h2>
        <p className="line">
          <bdi>{watch.who.person.name}</bdi>
          <span>{t("unit.mine", { callsign: unit.callsign })}</span>
        </p>
        {another !== null && <Button className="button huge" onPress={another}>{t("unit.change")}</Button>}
        <Choices />
        {isUnsent && sure && <p className="fault" role="alert">{t("more.signOutUnsent")}</p>}
        <Button className="button huge" onPress={() => (isUnsent && !sure ? setSure(true) : signOut())}>
          {t("more.signOut")}
        </Button>
      </section>
    </>
  );
}
