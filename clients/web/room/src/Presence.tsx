/** Who of a party, or of the neutral staff, is connected now and since when; of the others who was seen last. */
import type { Present } from "@deconflict/sdk";
import { ago, apart } from "@deconflict/ui";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { shown } from "./presence.ts";

export function Presence({ people, now }: { people: readonly Present[]; now: number }): ReactNode {
  const { t } = useTranslation("room");
  const shared = useTranslation().t;
  const { listed, more } = shown(people);
  if (people.length === 0) return null;
  const since = (at: string) => ago(shared, now - Date.parse(at));
  return (
    <ul className="presence">
      {listed.map((one) => (
        <li key={`${one.name} ${one.role} ${one.seen_at}`} className={one.since === null ? "soft" : "here"}>
          <bdi>{one.unit ?? one.name}</bdi> · {t(`presence.roles.${one.role}`)} ·{" "}
          {one.since === null
            ? t("presence.seen", { ago: apart(since(one.seen_at)) })
            : t("presence.here", { ago: apart(since(one.since)) })}
        </li>
      ))}
      {more > 0 && <li className="soft">{t("presence.more", { count: more })}</li>}
    </ul>
  );
}
