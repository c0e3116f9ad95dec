/** The first answers to a notice: acknowledge it, shift clear of it, or accept a conflict as it is. */
import { acceptingConflict, acknowledgingMatter, conflictWith, type Patrol } from "@deconflict/sdk";
import { type ReactNode } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { useDesk, useOwn } from "../desk.ts";
import { isAmendable, type Matter } from "../patrols/matters.ts";
import { useSaying } from "./Say.tsx";
import { ShiftOffer } from "./Shift.tsx";

export function Answer({ matter, patrol }: { matter: Matter; patrol: Patrol }): ReactNode {
  const { t } = useTranslation("liaison");
  if (matter.kind === "conflicts") return <ConflictAnswer id={matter.id} />;
  const done = matter.overlap.state === "acknowledged";
  return (
    <>
      {done ? <p className="soft">✓ {t("notice.acknowledged")}</p> : <Acknowledge matter={matter} />}
      {isAmendable(patrol) && <ShiftOffer overlap={matter.id} patrol={patrol} />}
    </>
  );
}

function Acknowledge({ matter }: { matter: Matter }): ReactNode {
  const { t } = useTranslation("liaison");
  const { say, busy, outcome } = useSaying();
  return (
    <div className="moves">
      <Button className="button main" isDisabled={busy} aria-describedby={matter.id} onPress={() => void say(acknowledgingMatter(matter))}>
        {t("notice.acknowledge")}
      </Button>
      {outcome}
    </div>
  );
}

/** What one's own side has answered stands in the conflict itself; the feed does not carry it. */
function ConflictAnswer({ id }: { id: string }): ReactNode {
  const { t } = useTranslation("liaison");
  const { watch } = useDesk();
  const { say, busy, outcome } = useSaying();
  const conflict = useOwn(["conflict", id], () => conflictWith(watch.api, id));
  const { acknowledged, accepted, adjusts } = conflict.data ?? {};
  const matter = { kind: "conflicts", id } as const;
  return (
    <>
      {adjusts && <p><strong>{t(adjusts === watch.who.person.party ? "notice.yours" : "notice.theirs")}</strong></p>}
      <div className="moves">
        {acknowledged === false && (
          <Button className="button main" isDisabled={busy} aria-describedby={id} onPress={() => void say(acknowledgingMatter(matter))}>
            {t("notice.acknowledge")}
          </Button>
        )}
        {accepted === false && (
          <Button className="button" isDisabled={busy} aria-describedby={id} onPress={() => void say(acceptingConflict(id))}>{t("notice.accept")}</Button>
        )}
      </div>
      {acknowledged && <p className="soft">✓ {t("notice.acknowledged")}</p>}
      {accepted && <p className="soft">✓ {t("notice.accepted")}</p>}
      {outcome}
    </>
  );
}
