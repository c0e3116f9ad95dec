/** Of a matter, side by side: who received, saw and acknowledged it, and loudly who did not. */
import { ago, apart, dayAndHour, hourAndMinute, useLocale } from "@deconflict/ui";
import type { TFunction } from "i18next";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isAwaited, isLate, lateSides, type Reached } from "./reached.ts";
import type { Reaching } from "./useReached.ts";

const DAY_MS = 24 * 60 * 60_000;

interface Sides {
  readonly sides: readonly Reached[] | undefined;
  /** When the desk was told of it. */
  readonly heard: number | undefined;
  readonly now: number;
  readonly parties: ReadonlyMap<string, string>;
}

export function ReachedSides({ sides = [], heard, now, parties }: Sides): ReactNode {
  const { t } = useTranslation("room");
  if (sides.length === 0) return null;
  const named = sides.map((side) => ({ side, name: parties.get(side.party) ?? side.party }));
  return (
    <ul className="sides" aria-label={t("reached.title")}>
      {named.sort((one, other) => one.name.localeCompare(other.name)).map((each) => (
        <Side key={each.side.party} {...each} heard={heard} now={now} />
      ))}
    </ul>
  );
}

function Side({ side, heard, now, name }: Pick<Sides, "heard" | "now"> & { side: Reached; name: string }): ReactNode {
  const { t } = useTranslation("room");
  const shared = useTranslation().t;
  const locale = useLocale();
  const late = isLate(side, now);
  const awaited = isAwaited(side, heard, now);
  const said = [awaited ? t("reached.awaited") : how(side, late, now, t, shared, locale), ...byWhom(side, t), ...wanting(side, t)];
  return (
    <li className={`side ${late ? "late" : awaited ? "awaited" : side.how}`}>
      <bdi className="side-name">{name}</bdi> <span>{said.join(" · ")}</span>
    </li>
  );
}

type Words = TFunction<"room">;

function how({ how: fact, at }: Reached, late: boolean, now: number, t: Words, shared: TFunction, locale: string): string {
  if (at === null) return t("reached.untold");
  const age = now - Date.parse(at);
  if (fact === "told") return t(late ? "reached.late" : "reached.told", { ago: apart(ago(shared, age)) });
  const shown = age < DAY_MS ? hourAndMinute(Date.parse(at), locale) : dayAndHour(at, locale);
  return t(`reached.${fact === "untold" ? "received" : fact}`, { at: apart(shown) });
}

const byWhom = ({ how: fact, people, of }: Reached, t: Words): readonly string[] =>
  fact === "received" || fact === "seen" ? [t("reached.by", { count: people, of: apart(of) })] : [];

/** What is still missing of it, and who was called for that. */
function wanting({ how: fact, rings, rung }: Reached, t: Words): readonly string[] {
  const missing = fact === "received" ? [t("reached.notSeen")] : fact === "seen" && rings ? [t("reached.notAcknowledged")] : [];
  return rung === null ? missing : [...missing, t(`reached.called.${rung}`)];
}

/** How many sides nobody of has received anything, said aloud when it changes; and that it could not be read. */
export function Unreached({ reaching, now }: { reaching: Reaching; now: number }): ReactNode {
  const { t } = useTranslation("room");
  const shared = useTranslation().t;
  const count = lateSides(reaching.of, now);
  const { fault, ageMs } = reaching;
  return (
    <>
      <p className="unreached" role="status">{count > 0 && t("reached.unreached", { count })}</p>
      {fault !== null && (
        <p className="fault" role="alert">
          {t("reached.unread", { why: shared(`faults.${fault}`) })}{" "}
          {ageMs !== null && t("reached.asOf", { ago: apart(ago(shared, ageMs)) })}
        </p>
      )}
    </>
  );
}
