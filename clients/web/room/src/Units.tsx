/** Which units are heard, and how stale each is: the stalest last, and marked as old. */
import type { Position } from "@deconflict/sdk";
import { ago, OLD_AFTER_MS, useSeen, useServiceTime, type Watch } from "@deconflict/ui";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

/** Metres per second in kilometres per hour. */
const KM_H = 3.6;

interface Heard {
  readonly now: number | null;
  /** The parties' names by id, as far as they are known yet. */
  readonly parties: ReadonlyMap<string, string>;
}

export function Units({ watch }: { watch: Watch }): ReactNode {
  const { t } = useTranslation();
  const { known, parties, ahead } = useSeen(watch);
  const now = useServiceTime(ahead);
  const units = [...known.positions.values()].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  return (
    <section className="units" aria-labelledby="units-title">
      <h2 id="units-title">{t("units.title")}</h2>
      {units.length === 0 && <p className="empty">{t("units.none")}</p>}
      <ul>
        {units.map((position) => (
          <Unit key={position.unit} position={position} now={now} parties={parties} />
        ))}
      </ul>
    </section>
  );
}

function Unit({ position, now, parties }: Heard & { position: Position }): ReactNode {
  const { t } = useTranslation();
  const silentMs = now === null ? null : now - Date.parse(position.at);
  const old = silentMs !== null && silentMs >= OLD_AFTER_MS;
  return (
    <li className={old ? "unit old" : "unit"}>
      <span>
        <bdi className="soft">{parties.get(position.party)}</bdi> <bdi>{position.callsign}</bdi>
      </span>
      {position.speed_m_s !== null && !old && (
        <span className="soft">{t("units.moving", { speed: Math.round(position.speed_m_s * KM_H) })}</span>
      )}
      {silentMs !== null && (
        <span>
          {t("units.heard", { ago: ago(t, silentMs) })}
          {old && ` · ${t("units.old")}`}
        </span>
      )}
    </li>
  );
}
