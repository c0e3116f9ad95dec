/** Registering a patrol, and amending one: checked while it is entered, sent by the outbox, never lost. */
import { amending, type Outcome, type Patrol, patrolWith, type Refused, registering, type Registered } from "@deconflict/sdk";
import { codeOf, useSeen } from "@deconflict/ui";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { Button, Link } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { serviceNow, useDesk, useOwn, useRefresh, useUnits } from "../desk.ts";
import { Read } from "../parts.tsx";
import { Busy } from "../patrols/Busy.tsx";
import { addressOf, go } from "../place.ts";
import { findingOf, findingsOf, type Finding } from "../plan/check.ts";
import { type Draft, draftOf, emptyDraft, planOf } from "../plan/draft.ts";
import { ChooseFile } from "./DropPlace.tsx";
import { Draw } from "./Draw.tsx";
import { Note, Slack, Timing, Whose } from "./Form.tsx";
import { forget, keep, keptBy } from "./kept.ts";
import { Points } from "./Points.tsx";
import { fieldOf, goTo, inOrder } from "./toField.ts";
import { useWords } from "./Wrong.tsx";

export function Enter(): ReactNode {
  const { watch, begun, begin } = useDesk();
  const { ahead, known } = useSeen(watch);
  const { t } = useTranslation("liaison");
  const person = watch.who.person.id;
  // Departures are proposed by the service's clock: a device's may be wrong by days.
  if (ahead === null && known.stream.state === "waiting") return <p className="soft" role="status">{t("reading")}</p>;
  const first = begun ?? keptBy(person, null)?.draft ?? emptyDraft(serviceNow(watch));
  return <Entry key={begun === null ? "kept" : JSON.stringify(begun)} first={first} patrol={null} version={null} done={() => begin(null)} />;
}

export function Amend({ id }: { id: string }): ReactNode {
  const { watch } = useDesk();
  const patrol = useOwn(["patrol", id], () => patrolWith(watch.api, id));
  return <Read query={patrol}>{(found) => <Amending patrol={found} />}</Read>;
}

function Amending({ patrol }: { patrol: Patrol }): ReactNode {
  const { watch } = useDesk();
  // What was begun stays what it was begun from, whatever is read meanwhile: the service says when that is stale.
  const [from] = useState(() => keptBy(watch.who.person.id, patrol.id) ?? { draft: draftOf(patrol.plan), version: patrol.version });
  return <Entry first={from.draft} patrol={patrol.id} version={from.version ?? patrol.version} done={() => undefined} />;
}

interface Begun {
  readonly first: Draft;
  /** The patrol that is amended, and from which version; null for a new one. */
  readonly patrol: string | null;
  readonly version: number | null;
  readonly done: () => void;
}

function Entry({ first, patrol, version, done }: Begun): ReactNode {
  const { t } = useTranslation("liaison");
  const { watch, setAnswered } = useDesk();
  const refresh = useRefresh();
  const units = useUnits().data ?? [];
  const person = watch.who.person.id;
  const [draft, setDraft] = useState(() => (first.unit === "" && units.length === 1 ? { ...first, unit: units[0]?.id ?? "" } : first));
  const [refused, setRefused] = useState<Refused | null>(null);
  const [pressed, setPressed] = useState(false);
  const [busy, setBusy] = useState(false);
  const summary = useRef<HTMLDivElement>(null);
  const own = findingsOf(draft, serviceNow(watch));
  const findings = refused === null ? own : [...own, findingOf(codeOf(refused.code), refused.pointer)];
  // An untouched form is not wrong yet: what is merely missing is said when somebody wants to send it.
  const told = pressed ? findings : findings.filter(({ code }) => !UNFINISHED.has(code));

  useEffect(() => keep(person, patrol, { draft, version }), [person, patrol, draft, version]);

  function change(changed: Draft): void {
    setDraft(changed);
    setRefused(null);
  }

  /** It stands at the foot of the screen wherever one is: the page stays where it is. */
  function toSummary(): void {
    setTimeout(() => summary.current?.focus({ preventScroll: true }));
  }

  async function send(from: number | null): Promise<void> {
    const plan = planOf(draft);
    setPressed(true);
    if (own.length > 0 || plan === null) return toSummary();
    setBusy(true);
    finish(await watch.tell(patrol === null || from === null ? registering(plan) : amending(patrol, from, plan)));
  }

  function finish(outcome: Outcome): void {
    setBusy(false);
    refresh();
    if (outcome.type === "refused") {
      setRefused(outcome);
      return toSummary();
    }
    done();
    forget(person, patrol);
    if (outcome.type === "later") return go({ at: "patrols" });
    const answer = outcome.answer as Registered;
    setAnswered(answer);
    go({ at: "patrol", id: answer.id });
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    void send(version);
  }

  const parts = { draft, change, findings: told };
  return (
    <form className="entry" onSubmit={submit} aria-labelledby="entry-title" noValidate>
      <h2 id="entry-title">{t(patrol === null ? "entry.register" : "entry.amend")}</h2>
      <p className="soft">{t("entry.notPermission")}</p>
      {patrol === null && <ChooseFile />}
      <Whose {...parts} units={units} />
      <Draw draft={draft} change={change} patrol={patrol} />
      <Points {...parts} />
      <Timing {...parts} />
      <Slack {...parts} />
      <Note {...parts} />
      <div className="sheet send" ref={summary} tabIndex={-1}>
        <Summary findings={inOrder(told, draft.timing)} timing={draft.timing} />
        <Busy refused={refused} kept={t("busy.kept")} />
        {refused?.code === "stale" && patrol !== null && (
          <Stale patrol={patrol} current={refused.currentVersion} put={(current) => void send(current)} />
        )}
        <div className="moves">
          <Button type="submit" className="button main" isDisabled={busy}>
            {busy ? t("entry.sending") : t(patrol === null ? "entry.send" : "entry.sendAmended")}
          </Button>
          <Button className="button" onPress={() => (forget(person, patrol), done(), go(patrol === null ? { at: "patrols" } : { at: "patrol", id: patrol }))}>
            {t("entry.discard")}
          </Button>
        </div>
      </div>
    </form>
  );
}

const UNFINISHED: ReadonlySet<Finding["code"]> = new Set(["place_missing", "unit_not_yours", "times_missing"]);

function Summary({ findings, timing }: { findings: readonly Finding[]; timing: Draft["timing"] }): ReactNode {
  const { t } = useTranslation("liaison");
  const words = useWords();
  if (findings.length === 0) return null;
  return (
    <div role="alert">
      <p className="fault">{t("entry.wrong", { count: findings.length })}</p>
      <ul className="wrongs">
        {findings.slice(0, 8).map((finding) => (
          <li key={`${finding.code} ${finding.index}`}>
            <ToField field={fieldOf(finding, timing)}>
              {finding.index !== null && `${t("entry.point", { number: finding.index + 1 })}: `}
              {words(finding)}
            </ToField>
          </li>
        ))}
      </ul>
    </div>
  );
}

function ToField({ field, children }: { field: string | null; children: ReactNode }): ReactNode {
  return field === null ? children : <Link className="to-field" onPress={() => goTo(field)}>{children}</Link>;
}

interface Changed {
  readonly patrol: string;
  readonly current: number | null;
  readonly put: (current: number) => void;
}

function Stale({ patrol, current, put }: Changed): ReactNode {
  const { t } = useTranslation("liaison");
  if (current === null) return null;
  return (
    <div className="moves">
      <a className="button" href={addressOf({ at: "patrol", id: patrol })}>{t("entry.showTheirs", { version: current })}</a>
      <Button className="button" onPress={() => put(current)}>{t("entry.putMine", { version: current })}</Button>
    </div>
  );
}
