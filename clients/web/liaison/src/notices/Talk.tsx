/** What both ends said about a matter, and a line to say more: to the room, or to the other side where it is named. */
import { messagesAbout, type MatterName, type SaidMessage, saying } from "@deconflict/sdk";
import { apart } from "@deconflict/ui";
import { type ReactNode, useState } from "react";
import { Button, Label, TextArea, TextField } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { useDesk, useOwn, useReader } from "../desk.ts";
import { ChoiceField } from "../entry/fields.tsx";
import { Read } from "../parts.tsx";
import { momentOf } from "../when.ts";
import { chosenOf, type End } from "./ends.ts";
import { useSaying } from "./Say.tsx";
import type { Voices } from "./voices.ts";

interface About {
  readonly matter: MatterName;
  readonly voices: Voices;
}

export function Talk({ matter, voices: { hears, ends } }: About): ReactNode {
  const { t } = useTranslation("liaison");
  const { watch } = useDesk();
  const messages = useOwn(["messages", matter.kind, matter.id], () => messagesAbout(watch.api, matter));
  const here = (found: readonly SaidMessage[] = []): readonly SaidMessage[] => found.filter(({ party }) => hears(party));
  const count = here(messages.data).length;
  return (
    <details open={count > 0}>
      <summary>{t("talk.title", { count })}</summary>
      <Read query={messages}>{(found) => <Lines messages={[...here(found)].reverse()} />}</Read>
      <Speak matter={matter} ends={ends} />
    </details>
  );
}

function Lines({ messages }: { messages: readonly SaidMessage[] }): ReactNode {
  const { t } = useTranslation("liaison");
  const reader = useReader();
  return (
    <ol className="lines">
      {messages.map(({ id, state, party_name: party, name, text, at, urgent }) => (
        <li key={id} className={state === "received" ? "line theirs" : "line"}>
          <p className="soft">
            {t(state === "received" ? "talk.from" : "talk.to", { name: apart(name ?? party ?? t("talk.room")), party: apart(party ?? t("talk.room")) })}
            {" · "}{apart(momentOf(Date.parse(at), reader))} · {t(`talk.${state}`)}
            {urgent && <> · <strong>{t("talk.urgent")}</strong></>}
          </p>
          <p className="words" dir="auto">{text}</p>
        </li>
      ))}
    </ol>
  );
}

function Speak({ matter, ends }: { matter: MatterName; ends: readonly End[] }): ReactNode {
  const { t } = useTranslation("liaison");
  const { say, busy, outcome } = useSaying();
  const [text, setText] = useState("");
  const [chosen, setTo] = useState("");
  const to = chosenOf(ends, chosen);
  if (ends.length === 0) return null;

  async function send(): Promise<void> {
    const said = await say(saying(matter, { text, to: to === "" ? null : to, urgent: false }));
    if (said) setText("");
  }

  return (
    <div className="speak">
      <ChoiceField label={t("talk.whom")} value={to} change={setTo} options={ends.map(({ party, name }) => [party, name ?? t("talk.room")] as const)} />
      <TextField className="field" value={text} onChange={setText}>
        <Label>{t("talk.words")}</Label>
        <TextArea dir="auto" maxLength={2000} rows={2} />
      </TextField>
      <Button className="button" isDisabled={busy || text.trim() === ""} onPress={() => void send()}>{t("talk.send")}</Button>
      {outcome}
    </div>
  );
}
