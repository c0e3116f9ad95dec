/** Says something to the service by the outbox, and beside it what became of it. */
import type { Told } from "@deconflict/ui";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDesk, useRefresh } from "../desk.ts";
import { Refusal } from "../parts.tsx";

export interface Saying {
  readonly busy: boolean;
  /** True once it is said, or kept until the line is back; `heard` gets what the service answered. */
  readonly say: (change: Told, heard?: (answer: unknown) => void) => Promise<boolean>;
  readonly outcome: ReactNode;
}

export function useSaying(): Saying {
  const { t } = useTranslation("liaison");
  const { watch } = useDesk();
  const refresh = useRefresh();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const [later, setLater] = useState(false);

  async function say(change: Told, heard?: (answer: unknown) => void): Promise<boolean> {
    setBusy(true);
    const outcome = await watch.tell(change);
    setBusy(false);
    setRefused(outcome.type === "refused" ? outcome.code : null);
    setLater(outcome.type === "later");
    if (outcome.type === "done") heard?.(outcome.answer);
    refresh();
    return outcome.type !== "refused";
  }

  const outcome = (
    <>
      <Refusal code={refused} />
      {later && <p role="status">{t("entry.kept")}</p>}
    </>
  );
  return { busy, say, outcome };
}
