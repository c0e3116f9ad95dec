/** Which units are heard, and how stale each is: the stalest last, and marked as old. */
import type { Position } from "@deconflict/sdk";
import { ago, OLD_AFTER_MS } from "@deconflict/ui";
import { type ReactNode, useMemo, useState } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";

/** Metres per second in kilometres per hour. */
const KM_H = 3.6;
/** More at once nobody reads, and drawing them costs the map its frames. */
const AT_ONCE = 50;

interface Heard {
  readonly positions: readonly Position[];
  /** The shown time: now, or the one that was chosen. */
  readonly time: number;
  readonly isNow: boolean;
  readonly parties: ReadonlyMap<string, string>;
  readonly chosen: string | null;
  readonly choose: (id: string) => void;
}

export function Units({ positions, time, isNow, parties, chosen, choose }: Heard): ReactNode {
  const { t } = useTranslation();
  const room = useTranslation("room").t;
  const [shown, setShown] = useState(AT_ONCE);
  const units = useMemo(() => {
    const heard = positions.map((position) => ({ position, at: Date.parse(position.at) }));
    return heard.sort((a, b) => b.at - a.at).map(({ position }) => position);
  }, [positions]);
  const loud = units.findIndex(({ at }) => time - Date.parse(at) >= OLD_AFTER_MS);
  const silent = loud < 0 ? 0 : units.length - loud;
  const first = units.slice(0, shown);
  const pressed = units.find(({ unit }) => unit === chosen);
  const listed = pressed === undefined || first.includes(pressed) ? first : [pressed, ...first];
  return (
    <section className="units" aria-labelledby="units-title">
      <h2 id="units-title">{t("units.title")}</h2>
      {units.length === 0 && <p className="empty">{isNow ? t("units.none") : room("units.unknown")}</p>}
      {silent > 0 && <p className="soft">{room("units.silent", { count: silent })}</p>}
      <ul>
        {listed.map((position) => (
          <Unit key={position.unit} {...{ position, time, isNow, parties, choose }} isChosen={position.unit === chosen} />
        ))}
      </ul>
      {units.length > shown && (
        <Button className="button" onPress={() => setShown(shown + AT_ONCE)}>{room("units.more", { count: units.length - shown })}</Button>
      )}
    </section>
  );
}

type One = Omit<Heard, "positions" | "chosen"> & { readonly position: Position; readonly isChosen: boolean };

function Unit({ position, time, isNow, parties, isChosen, choose }: One): ReactNode {
  const { t } = useTranslation();
  const room = useTranslation("room").t;
  const silentMs = time - Date.parse(position.at);
  const old = silentMs >= OLD_AFTER_MS;
  const heard = ago(t, silentMs);
  return (
    <li className={`unit${old ? " old" : ""}${isChosen ? " chosen" : ""}`}>
      <Button className="button" aria-pressed={isChosen} onPress={() => choose(position.unit)}>
        <bdi>{position.callsign}</bdi>
      </Button>
      <bdi className="soft">{parties.get(position.party)}</bdi>
      {position.speed_m_s !== null && !old && (
        <span className="soft">{t("units.moving", { speed: Math.round(position.speed_m_s * KM_H) })}</span>
      )}
      <span>
        {isNow ? t("units.heard", { ago: heard }) : room("units.was", { ago: heard })}
        {old && ` · ${t("units.old")}`}
      </span>
    </li>
  );
}
