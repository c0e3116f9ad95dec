/** The room: who waits for an answer, which units are heard, and how true all of it is. */
import { acknowledgementOf, type FaultCode, PROBLEM_CODES, type Waiting } from "@deconflict/sdk";
import { type ReactNode, useSyncExternalStore } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { AlertQueue } from "./AlertQueue.tsx";
import { Choices } from "./Choices.tsx";
import { isLost, StreamState } from "./StreamState.tsx";
import { useServiceTime } from "./time.ts";
import { Units } from "./Units.tsx";
import type { Watch } from "./watch.ts";

export function Room({ watch, signOut }: { watch: Watch; signOut: () => void }): ReactNode {
  const { t } = useTranslation();
  const { known, unsent, refused, ahead, parties } = useSyncExternalStore(watch.subscribe, watch.seen);
  const now = useServiceTime(ahead);
  const epoch = known.epoch ?? "";
  const isBeingSent = (seq: number): boolean => unsent.some(({ path }) => path === acknowledgementOf(epoch, seq));
  const acknowledge = ({ seqs }: Waiting): void => void watch.acknowledge(epoch, seqs);
  return (
    <>
      <header className="bar">
        <h1>{t("title")}</h1>
        {!isLost(known.stream) && <StreamState stream={known.stream} />}
        <span className="space" />
        <bdi>{watch.who.person.name}</bdi>
        <Choices />
        <Button className="button" onPress={signOut}>
          {t("signOut")}
        </Button>
      </header>
      {isLost(known.stream) && <StreamState stream={known.stream} />}
      {unsent.length > 0 && (
        <p className="unsent" role="status">
          {t("unsent", { count: unsent.length })}
        </p>
      )}
      {refused !== null && (
        <p className="unsent fault" role="alert">
          {t("refused", { why: t(`faults.${codeOf(refused)}`) })}
        </p>
      )}
      <main className={isLost(known.stream) ? "room dimmed" : "room"}>
        <AlertQueue known={known} now={now} isBeingSent={isBeingSent} acknowledge={acknowledge} />
        <Units known={known} now={now} parties={parties} />
      </main>
    </>
  );
}

const codeOf = (code: string): FaultCode => PROBLEM_CODES.find((name) => name === code) ?? "unknown";
