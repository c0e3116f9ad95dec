/** Reports and photos that the service refused and this phone alone has: they stay until somebody lets them go. */
import { codeOf, useSeen, type Watch } from "@deconflict/ui";
import { type ReactNode, useState } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { useMeasures } from "../measures.ts";
import { type Kept, keptIn } from "./report.ts";

export function Refused({ watch }: { watch: Watch }): ReactNode {
  const { kept } = useSeen(watch);
  return keptIn(kept).map((one) => <One key={one.key} watch={watch} kept={one} />);
}

function One({ watch, kept }: { watch: Watch; kept: Kept }): ReactNode {
  const { t } = useTranslation("mobile");
  const { t: shared } = useTranslation();
  const say = useMeasures();
  const [sure, setSure] = useState(false);
  const what = kept.kind === null ? t("report.keptAlone") : shared(`incidents.kinds.${kept.kind}`);
  return (
    <div className="refused-report">
      <div role="alert">
        <p className="fault">{t("report.kept", { what, at: say.clock(kept.saidAt), why: shared(`faults.${codeOf(kept.refused)}`) })}</p>
        <p>{t("report.keptPhotos", { count: kept.photos })}</p>
      </div>
      {sure ? (
        <div className="pair">
          <Button className="button huge" onPress={() => void watch.discard(kept.entries)}>{t("report.sureDiscard")}</Button>
          <Button className="button huge" onPress={() => setSure(false)}>{t("report.notDiscard")}</Button>
        </div>
      ) : (
        <div className="pair">
          <Button className="button huge" onPress={() => void watch.again(kept.entries)}>{t("report.again")}</Button>
          <Button className="button huge" onPress={() => setSure(true)}>{t("report.discard")}</Button>
        </div>
      )}
    </div>
  );
}
