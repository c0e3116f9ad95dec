/** A few words for the shift log, at an alert or a party: one press says whom one called. */
import type { Noting } from "@deconflict/sdk";
import { apart } from "@deconflict/ui";
import { type ReactNode, useId, useState } from "react";
import { Button, Input, Label, TextArea, TextField } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { call, words } from "./noting.ts";
import type { Log } from "./useLog.ts";

interface Target {
  readonly log: Log;
  readonly about: Noting["about"];
  /** Whom a call may have gone to, by id and name. */
  readonly parties: readonly (readonly [string, string])[];
}

/** Opened by a press, so that no form stands beside an alert that has to be understood at a glance. */
export function NoteButton(target: Target): ReactNode {
  const { t } = useTranslation("room");
  const [open, setOpen] = useState(false);
  const panel = useId();
  return (
    <>
      <Button className="button" aria-expanded={open} aria-controls={panel} onPress={() => setOpen(!open)}>{t("note.open")}</Button>
      <div id={panel} className="note-panel" hidden={!open}>
        {open && <WriteNote {...target} done={() => setOpen(false)} />}
      </div>
    </>
  );
}

export function WriteNote({ log, about, parties, done }: Target & { done?: () => void }): ReactNode {
  const { t } = useTranslation("room");
  const { fault, isBusy, write } = useWriting(log, done);
  const [text, setText] = useState("");
  const [answeredBy, setAnsweredBy] = useState("");

  async function say(said: Noting): Promise<void> {
    if (!(await write(said))) return;
    setText("");
    setAnsweredBy("");
  }

  return (
    <div className="note">
      <TextField className="field" value={text} onChange={setText}>
        <Label>{t("note.words")}</Label>
        <TextArea dir="auto" maxLength={2000} rows={2} />
      </TextField>
      {parties.length > 0 && (
        <TextField className="field" value={answeredBy} onChange={setAnsweredBy}>
          <Label>{t("note.answeredBy")}</Label>
          <Input dir="auto" maxLength={200} />
        </TextField>
      )}
      <div className="note-do">
        {parties.map(([id, name]) => (
          <Button key={id} className="button main" isDisabled={isBusy} onPress={() => void say(call(id, text, answeredBy, about))}>
            {t("note.called", { party: apart(name) })}
          </Button>
        ))}
        {(["note", "handover"] as const).map((kind) => (
          <Button key={kind} className="button" isDisabled={isBusy || text.trim() === ""} onPress={() => void say(words(kind, text, about))}>
            {t(`note.as.${kind}`)}
          </Button>
        ))}
      </div>
      {fault}
    </div>
  );
}

/** One press, nothing to write. */
export function CalledButton({ log, party, name }: { log: Log; party: string; name: string }): ReactNode {
  const { t } = useTranslation("room");
  const { fault, isBusy, write } = useWriting(log);
  return (
    <>
      <Button className="button" isDisabled={isBusy} onPress={() => void write(call(party, "", "", null))}>
        {t("note.called", { party: apart(name) })}
      </Button>
      {fault}
    </>
  );
}

interface Writing {
  readonly isBusy: boolean;
  readonly fault: ReactNode;
  /** Whether it is written, if only on this device so far. */
  readonly write: (said: Noting) => Promise<boolean>;
}

function useWriting(log: Log, done?: () => void): Writing {
  const shared = useTranslation().t;
  const [isBusy, setBusy] = useState(false);
  const [why, setWhy] = useState<string | null>(null);

  async function write(said: Noting): Promise<boolean> {
    setBusy(true);
    const refused = await log.write(said);
    setBusy(false);
    setWhy(refused === null ? null : shared(`faults.${refused}`));
    if (refused === null) done?.();
    return refused === null;
  }

  return { isBusy, write, fault: why !== null && <p className="fault" role="alert">{why}</p> };
}
