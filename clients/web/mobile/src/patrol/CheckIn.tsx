/** Say once that all is well and where: one press, kept on the phone until the line takes it. */
import { type ReactNode, useState } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import type { Shared, Sharer } from "../sharing/sharer.ts";
import { useMeasures } from "../measures.ts";

export function CheckIn({ sharer, shared }: { sharer: Sharer; shared: Shared }): ReactNode {
  const { t } = useTranslation("mobile");
  const say = useMeasures();
  const [at, setAt] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);

  async function checkIn(): Promise<void> {
    setBusy(true);
    const fix = await sharer.checkIn();
    setAt(fix === null ? null : Date.parse(fix.at));
    setBusy(false);
  }

  const { trouble } = shared;
  const here = trouble === "denied" || trouble === "unavailable" ? trouble : null;
  return (
    <section className="card" aria-label={t("patrol.checkIn")}>
      <Button className="button main huge" isDisabled={busy} onPress={() => void checkIn()}>
        {busy ? t("patrol.checkingIn") : t("patrol.checkIn")}
      </Button>
      {here !== null && <p className="fault" role="status">{t(`sharing.${here}`)}</p>}
      {here === null && at !== null && (
        <p role="status">{t(shared.unsent > 0 ? "patrol.checkInWaits" : "patrol.checkedIn", { at: say.clock(at) })}</p>
      )}
    </section>
  );
}
