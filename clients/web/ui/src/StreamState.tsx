/** How true the page is at the moment: loss of the stream is said as loudly as an alert (ALR-07). */
import type { Stream } from "@deconflict/sdk";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { apart, useLocale } from "./i18n.ts";
import { clockTime } from "./time.ts";

/** What is shown may be old: nothing of it may look live. */
export const isLost = ({ state }: Stream): boolean => state === "lost" || state === "stopped";

export function StreamState({ stream }: { stream: Stream }): ReactNode {
  const { t } = useTranslation();
  const locale = useLocale();
  switch (stream.state) {
    case "live":
      return <p className="stream" role="status">● {t("stream.live")}</p>;
    case "waiting":
      return <p className="stream soft" role="status">○ {t("stream.waiting")}</p>;
    case "lost": {
      const { since } = stream;
      const said = since === null ? t("stream.lostAlways") : t("stream.lost", { at: apart(clockTime(since, locale)) });
      return <p className="stream lost" role="alert">▲ {said}</p>;
    }
    case "stopped":
      return (
        <p className="stream lost" role="alert">
          ▲ {stream.why === "signed_out" ? t("stream.signedOut") : t("stream.badMessage")}
        </p>
      );
  }
}
