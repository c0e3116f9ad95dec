/** Whether this phone is woken when an alert is not answered. */
import { codeOf, type Watch } from "@deconflict/ui";
import { type ReactNode, useEffect, useState } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { codeIn, switchOff, switchOn, type Waking, wakingNow } from "./waking.ts";

export function WakingCard({ watch: { api } }: { watch: Watch }): ReactNode {
  const { t } = useTranslation("mobile");
  const { t: said } = useTranslation();
  const [waking, setWaking] = useState<Waking | null>(null);
  const [fault, setFault] = useState<string | null>(null);

  async function ask(asked: (which: typeof api) => Promise<Waking>): Promise<void> {
    setFault(null);
    try {
      setWaking(await asked(api));
    } catch (error) {
      setFault(codeIn(error));
    }
  }

  useEffect(() => void ask(wakingNow), []);
  return (
    <section className="card" aria-labelledby="waking-title">
      <h2 id="waking-title">{t("waking.title")}</h2>
      <p className="soft">{t("waking.what")}</p>
      {fault !== null && <p className="fault" role="alert">{said(`faults.${codeOf(fault)}`)}</p>}
      {waking === "on" && <p role="status">{t("waking.on")}</p>}
      {(waking === "none" || waking === "notOffered" || waking === "denied") && <p>{t(`waking.${waking}`)}</p>}
      {waking === "off" && <Button className="button huge" onPress={() => void ask(switchOn)}>{t("waking.switchOn")}</Button>}
      {waking === "on" && <Button className="button huge" onPress={() => void ask(switchOff)}>{t("waking.switchOff")}</Button>}
    </section>
  );
}
