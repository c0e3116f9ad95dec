/** What waits for an answer, one at a time and most urgent first; and the answers that are not sent. */
import { useSeen, type Watch } from "@deconflict/ui";
import type { ReactNode } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import type { Place } from "../place.ts";
import { AlertScreen } from "./AlertScreen.tsx";
import type { Asking } from "./waits.ts";

interface Showing extends Asking {
  readonly watch: Watch;
  readonly here: Place | null;
  readonly now: number | null;
  readonly canSound: boolean;
  readonly wake: () => void;
}

export function AlertsPlace({ watch, waiting, answered, here, now, canSound, wake }: Showing): ReactNode {
  const { t } = useTranslation("mobile");
  const { known } = useSeen(watch);
  const [first] = waiting;
  return (
    <>
      {!canSound && <Button className="button huge" onPress={wake}>{t("alert.sound")}</Button>}
      {first === undefined ? (
        <p className="empty">{t("alert.none")}</p>
      ) : (
        <AlertScreen
          {...{ watch, waiting: first, all: waiting.length, here, now }}
          acknowledge={() => void watch.acknowledge(known.epoch ?? "", first.seqs)}
        />
      )}
      {answered.length > 0 && <Unsent answered={answered} />}
    </>
  );
}

function Unsent({ answered }: Pick<Asking, "answered">): ReactNode {
  const { t } = useTranslation("mobile");
  const { t: said } = useTranslation();
  return (
    <section className="card" aria-labelledby="answered-title">
      <h2 id="answered-title">{t("alert.notSent")}</h2>
      <ul>
        {answered.map(({ alert }) => (
          <li key={alert.seq} data-unsent={alert.seq}>
            {said(`kinds.${alert.kind}`)} · {t("alert.waits")}
          </li>
        ))}
      </ul>
    </section>
  );
}
