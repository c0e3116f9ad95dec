/** Who moves by how much: what either end proposed about a matter, the answer to it, and a proposal of one's own. */
import { answeringProposal, type MatterName, type Proposal, proposalsAbout, proposing } from "@deconflict/sdk";
import { apart } from "@deconflict/ui";
import { type ReactNode, useState } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { useDesk, useOwn } from "../desk.ts";
import { ChoiceField, NumberField } from "../entry/fields.tsx";
import { Read } from "../parts.tsx";
import { chosenOf, type End } from "./ends.ts";
import { useSaying } from "./Say.tsx";
import type { Voices } from "./voices.ts";

interface About {
  readonly matter: MatterName;
  readonly voices: Voices;
}

export function Proposals({ matter, voices: { hears, ends } }: About): ReactNode {
  const { t } = useTranslation("liaison");
  const { watch } = useDesk();
  const proposals = useOwn(["proposals", matter.kind, matter.id], () => proposalsAbout(watch.api, matter));
  const here = (found: readonly Proposal[] = []): readonly Proposal[] => found.filter(({ party }) => hears(party));
  const count = here(proposals.data).length;
  return (
    <details open={count > 0}>
      <summary>{t("proposals.title", { count })}</summary>
      <Read query={proposals}>
        {(found) => <ul className="lines">{here(found).map((each) => <li key={each.id} className="line"><One proposal={each} /></li>)}</ul>}
      </Read>
      {ends.length > 0 && <Propose matter={matter} ends={ends} />}
    </details>
  );
}

const SAID = { accept: "saidAccept", refuse: "saidRefuse", withdraw: "saidWithdraw" } as const;

/** What one's own end answered stands there until it is settled: nobody presses twice. */
function One({ proposal }: { proposal: Proposal }): ReactNode {
  const { t } = useTranslation("liaison");
  const { say, busy, outcome } = useSaying();
  const { id, incoming, mover, shift_s: seconds, party_name: name, state, said: answered, overlaps } = proposal;
  const minutes = Math.round(Math.abs(seconds) / 60);
  const who = apart(name ?? t("talk.room"));
  const answer = (said: "accept" | "refuse" | "withdraw") => () => void say(answeringProposal(id, said, overlaps[0] ?? null));
  return (
    <>
      <p>
        {t(incoming ? "proposals.from" : "proposals.to", { name: who })}{" "}
        <strong>
          {t(mover === "self" ? "proposals.mine" : "proposals.theirs")}{" "}
          {t(seconds > 0 ? "proposals.later" : "proposals.earlier", { count: minutes })}
        </strong>
        {" · "}{t(`proposals.${answered === null ? state : SAID[answered]}`)}
      </p>
      {state === "proposed" && answered === null && (
        <div className="moves">
          {incoming && <Button className="button main" isDisabled={busy} onPress={answer("accept")}>{t("proposals.accept")}</Button>}
          {incoming && <Button className="button" isDisabled={busy} onPress={answer("refuse")}>{t("proposals.refuse")}</Button>}
          {!incoming && <Button className="button" isDisabled={busy} onPress={answer("withdraw")}>{t("proposals.withdraw")}</Button>}
        </div>
      )}
      {outcome}
    </>
  );
}

const HALF_DAY_MIN = 720;

function Propose({ matter, ends }: { matter: MatterName; ends: readonly End[] }): ReactNode {
  const { t } = useTranslation("liaison");
  const { say, busy, outcome } = useSaying();
  const [chosen, setTo] = useState("");
  const to = chosenOf(ends, chosen);
  const [mover, setMover] = useState<"self" | "other">("self");
  const [minutes, setMinutes] = useState(30);
  const [way, setWay] = useState<"later" | "earlier">("later");
  const fits = Number.isInteger(minutes) && minutes > 0 && minutes <= HALF_DAY_MIN;
  const said = { to: to === "" ? null : to, mover, shift_minutes: way === "later" ? minutes : -minutes };
  return (
    <div className="speak">
      <div className="pair">
        <ChoiceField label={t("talk.whom")} value={to} change={setTo} options={ends.map(({ party, name }) => [party, name ?? t("talk.room")] as const)} />
        <ChoiceField label={t("proposals.who")} value={mover} change={setMover} options={[["self", t("proposals.mine")], ["other", t("proposals.theirs")]]} />
        <NumberField label={t("proposals.minutes")} value={minutes} change={setMinutes} least={1} most={HALF_DAY_MIN} step={1} />
        <ChoiceField label={t("proposals.way")} value={way} change={setWay} options={[["later", t("proposals.wayLater")], ["earlier", t("proposals.wayEarlier")]]} />
      </div>
      <Button className="button" isDisabled={busy || !fits} onPress={() => void say(proposing(matter, said))}>{t("proposals.propose")}</Button>
      {outcome}
    </div>
  );
}
