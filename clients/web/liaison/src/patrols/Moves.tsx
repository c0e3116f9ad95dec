/** What can be done with a patrol now. Each names the version it is about: what somebody else changed meanwhile stays. */
import { moving, type Patrol, type PatrolMove, type Registered } from "@deconflict/sdk";
import { codeOf } from "@deconflict/ui";
import { type ReactNode, useState } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { serviceNow, useDesk, useRefresh } from "../desk.ts";
import { addressOf, go } from "../place.ts";
import { draftOf, repeated } from "../plan/draft.ts";
import { Busy } from "./Busy.tsx";
import { isAmendable, movesOf } from "./matters.ts";

/** What cannot be taken back is asked about once more. */
const ASKED: ReadonlySet<PatrolMove> = new Set(["withdraw", "end", "contingent"]);
type Said = { readonly type: "later" } | { readonly type: "refused"; readonly code: string; readonly patrol: string | null } | null;

export function Moves({ patrol }: { patrol: Patrol }): ReactNode {
  const { t } = useTranslation("liaison");
  const { t: shared } = useTranslation();
  const { watch, begin, setAnswered } = useDesk();
  const refresh = useRefresh();
  const [asked, ask] = useState<PatrolMove | null>(null);
  const [said, say] = useState<Said>(null);
  const [busy, setBusy] = useState(false);

  async function move(to: PatrolMove): Promise<void> {
    setBusy(true);
    const outcome = await watch.tell(moving(patrol.id, patrol.version, to));
    setBusy(false);
    ask(null);
    say(outcome.type === "done" ? null : outcome);
    if (outcome.type === "done") setAnswered(outcome.answer as Registered);
    refresh();
  }

  function repeat(): void {
    begin(repeated(draftOf(patrol.plan), serviceNow(watch)));
    go({ at: "new" });
  }

  return (
    <div className="moves">
      {movesOf(patrol).map((to) => (
        <Button
          key={to}
          className={to === "start" || to === "register" ? "button main" : "button"}
          isDisabled={busy}
          onPress={() => (ASKED.has(to) && asked !== to ? ask(to) : void move(to))}
        >
          {t(asked === to ? "moves.really" : `moves.${to}`, { move: t(`moves.${to}`) })}
        </Button>
      ))}
      {isAmendable(patrol) && <a className="button" href={addressOf({ at: "amend", id: patrol.id })}>{t("moves.amend")}</a>}
      <Button className="button" onPress={repeat}>{t("moves.repeat")}</Button>
      {said?.type === "later" && <p role="status">{t("entry.kept")}</p>}
      {said?.type === "refused" && <p className="fault" role="alert">{shared(`faults.${codeOf(said.code)}`)}</p>}
      {said?.type === "refused" && <Busy refused={said} />}
    </div>
  );
}
