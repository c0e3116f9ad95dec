/** The crews of one's party who sign in by themselves: with which unit each is, since when, and the way to change that. */
import { type Api, bindCrew, type CrewMember, crewsOf, releaseCrew, type Unit, unitsOf } from "@deconflict/sdk";
import { apart } from "@deconflict/ui";
import { Fragment, type ReactNode, useId, useRef, useState } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { useDesk, useOwn, useReader } from "../desk.ts";
import { ChoiceField } from "../entry/fields.tsx";
import { Read, Why } from "../parts.tsx";
import { momentOf } from "../when.ts";

interface Known {
  readonly members: readonly CrewMember[];
  readonly units: readonly Unit[];
  /** What stands behind the @ where they sign in. */
  readonly slug: string;
}

async function read(api: Api, party: string | null): Promise<Known> {
  const [members, units, parties] = await Promise.all([crewsOf(api), unitsOf(api), api.parties()]);
  return { members, units, slug: parties.find(({ id }) => id === party)?.slug ?? "" };
}

export function Crews(): ReactNode {
  const { t } = useTranslation("liaison");
  const { watch } = useDesk();
  const crews = useOwn(["crews"], () => read(watch.api, watch.who.person.party));
  return (
    <section className="patrols" aria-labelledby="crews-title">
      <h2 id="crews-title">{t("ways.crews")}</h2>
      <Read query={crews}>
        {(known) => (known.members.length === 0 ? <Nobody slug={known.slug} /> : <Members known={known} readAgain={crews.refetch} />)}
      </Read>
    </section>
  );
}

function Nobody({ slug }: { slug: string }): ReactNode {
  const { t } = useTranslation("liaison");
  return (
    <div className="empty">
      <p>{t("crews.none")}</p>
      <p>{t("crews.ask")}</p>
      <Command parts={["deconflict", "person", "add", `omar@${slug}`, "--name", "Omar", "--role", "crew"]} />
      <p>{t("crews.then")}</p>
    </div>
  );
}

/** What is typed elsewhere, broken between its words alone: a browser would break after a hyphen too. */
function Command({ parts }: { parts: readonly string[] }): ReactNode {
  return (
    <p>
      <code dir="ltr">{parts.map((part) => <Fragment key={part}><span>{part}</span> </Fragment>)}</code>
    </p>
  );
}

interface Listed {
  readonly known: Known;
  readonly readAgain: () => Promise<unknown>;
}

function Members({ known, readAgain }: Listed): ReactNode {
  const { t } = useTranslation("liaison");
  return (
    <>
      <p className="soft">{t("crews.what")}</p>
      {known.units.length === 0 && <NoUnit slug={known.slug} />}
      <ul className="rows">
        {known.members.map((member) => (
          <li key={member.id}><Member {...{ member, known, readAgain }} /></li>
        ))}
      </ul>
    </>
  );
}

function NoUnit({ slug }: { slug: string }): ReactNode {
  const { t } = useTranslation("liaison");
  return (
    <div className="empty">
      <p>{t("crews.noUnit")}</p>
      <Command parts={["deconflict", "unit", "add", slug, '"Falcon 2"']} />
    </div>
  );
}

function Member({ member, known, readAgain }: Listed & { readonly member: CrewMember }): ReactNode {
  const title = useId();
  const place = useRef<HTMLElement>(null);
  const { id, login, name } = member;

  /** The button that was pressed may be gone by now: whoever comes by keyboard stays with this person. */
  async function changed(): Promise<void> {
    await readAgain();
    place.current?.focus();
  }

  return (
    <article className={member.unit === null ? "crew free" : "crew"} aria-labelledby={title} tabIndex={-1} ref={place} data-login={login}>
      <h3 id={title}><bdi>{name}</bdi></h3>
      <p className="soft"><bdi dir="ltr">{`${login}@${known.slug}`}</bdi></p>
      <With member={member} />
      <Change key={`${id} ${member.since}`} {...{ member, changed }} units={known.units} named={title} />
    </article>
  );
}

function With({ member }: { member: CrewMember }): ReactNode {
  const { t } = useTranslation("liaison");
  const reader = useReader();
  const { callsign, since } = member;
  const at = since === null ? null : t("crews.since", { at: apart(momentOf(Date.parse(since), reader)) });
  return (
    <p className="with" role="status">
      <strong>{callsign === null ? t("crews.free") : t("crews.with", { unit: apart(callsign) })}</strong>
      {at !== null && <> <span className="soft">{at}</span></>}
    </p>
  );
}

interface Changing {
  readonly member: CrewMember;
  readonly units: readonly Unit[];
  readonly named: string;
  readonly changed: () => Promise<void>;
}

function Change({ member, units, named, changed }: Changing): ReactNode {
  const { t } = useTranslation("liaison");
  const { api } = useDesk().watch;
  const [unit, setUnit] = useState("");
  const [asked, ask] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const others = units.filter(({ id }) => id !== member.unit);
  const bound = member.unit !== null;

  async function act(call: () => Promise<unknown>): Promise<void> {
    setBusy(true);
    setFault(null);
    ask(false);
    await call().then(changed).catch(setFault);
    setBusy(false);
  }

  return (
    <div className="change">
      <ChoiceField label={t("entry.unit")} value={unit} change={setUnit} options={[["", t("entry.chooseUnit")], ...others.map(({ id, callsign }) => [id, callsign] as const)]} />
      <Button className="button main" aria-describedby={named} isDisabled={busy || unit === ""} onPress={() => void act(() => bindCrew(api, member.id, unit))}>
        {t(bound ? "crews.move" : "crews.bind")}
      </Button>
      {bound && (
        <Button className="button" aria-describedby={named} isDisabled={busy} onPress={() => (asked ? void act(() => releaseCrew(api, member.id)) : ask(true))}>
          {t(asked ? "moves.really" : "crews.release", { move: t("crews.release") })}
        </Button>
      )}
      {fault !== null && <div role="alert"><Why fault={fault} /></div>}
    </div>
  );
}
