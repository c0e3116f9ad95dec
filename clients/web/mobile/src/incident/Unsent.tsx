/** What of reports and photos has not left the phone; when nothing has to, what its place is kept for. */
import type { Entry } from "@deconflict/sdk";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMeasures } from "../measures.ts";
import { waitingIn } from "./report.ts";

interface Showing {
  readonly unsent: readonly Entry[];
  readonly children: ReactNode;
}

export function Unsent({ unsent, children }: Showing): ReactNode {
  const { t } = useTranslation("mobile");
  const { t: shared } = useTranslation();
  const say = useMeasures();
  const { reports, photos } = waitingIn(unsent);
  if (reports.length + photos === 0) return children;
  return (
    <div className="unsent-reports" role="status">
      {reports.map(({ key, kind, saidAt }) => (
        <p key={key} className="fault">
          {t("report.unsent", { kind: shared(`incidents.kinds.${kind}`), at: say.clock(saidAt) })}
        </p>
      ))}
      {photos > 0 && <p className="fault">{t("report.unsentPhotos", { count: photos })}</p>}
    </div>
  );
}
