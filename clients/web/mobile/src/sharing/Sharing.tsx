/** Whether this phone tells where the unit is: a large switch, and how it goes. */
import { ago, apart, codeOf, useLocale } from "@deconflict/ui";
import type { ReactNode } from "react";
import { Switch } from "react-aria-components";
import { useTranslation } from "react-i18next";
import type { Shared } from "./sharer.ts";

interface Showing {
  readonly shared: Shared;
  readonly turn: (on: boolean) => void;
  readonly awake: boolean;
}

export function Sharing({ shared, turn, awake }: Showing): ReactNode {
  const { t } = useTranslation("mobile");
  return (
    <section className="card" aria-labelledby="sharing-title">
      <h2 id="sharing-title">{t("sharing.title")}</h2>
      <Switch className="switch" isSelected={shared.on} onChange={turn} aria-labelledby="sharing-title">
        <span className="track" aria-hidden="true" />
        {t(shared.on ? "sharing.on" : "sharing.off")}
      </Switch>
      <How shared={shared} />
      {shared.on && <p className="soft">{t(awake ? "sharing.awake" : "sharing.open")}</p>}
    </section>
  );
}

function How({ shared }: { shared: Shared }): ReactNode {
  const { t } = useTranslation("mobile");
  const { t: said } = useTranslation();
  const locale = useLocale();
  const { trouble, everyS, sentAt, last, unsent } = shared;
  const number = (value: number): string => apart(new Intl.NumberFormat(locale).format(Math.round(value)));
  const facts = [
    everyS === null ? null : t("sharing.every", { ago: ago(said, everyS * 1000) }),
    sentAt === null ? null : t("sharing.sent", { ago: ago(said, Date.now() - sentAt) }),
    typeof last?.accuracy_m === "number" ? t("sharing.accuracy", { number: number(last.accuracy_m) }) : null,
  ];
  return (
    <>
      {trouble !== null && (
        <p className="fault" role="status">
          {trouble === "denied" || trouble === "unavailable" ? t(`sharing.${trouble}`) : said(`faults.${codeOf(trouble)}`)}
        </p>
      )}
      <p className="soft">{facts.filter((fact) => fact !== null).join(" · ")}</p>
      {unsent > 0 && <p role="status">{t("sharing.unsent", { count: unsent })}</p>}
    </>
  );
}
