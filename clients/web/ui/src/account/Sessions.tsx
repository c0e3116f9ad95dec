/** Where one is signed in: each session can be ended from here, or all but this one. */
import { type Api, endOtherSessions, endSession, type OpenSession, sessions } from "@deconflict/sdk";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { apart } from "../i18n.ts";
import { programOf } from "./agent.ts";
import { useAsking } from "./asking.ts";
import { Read, Refusal, Section } from "./parts.tsx";

interface Own {
  readonly api: Api;
  readonly moment: (at: string) => string;
}

export function Sessions({ api, moment }: Own): ReactNode {
  const { t } = useTranslation();
  const query = useQuery({ queryKey: ["account", "sessions"], queryFn: () => sessions(api) });
  const { busy, fault, run } = useAsking();
  const end = (call: () => Promise<unknown>): void => {
    void run(async () => {
      await call();
      await query.refetch();
    });
  };
  return (
    <Section title={t("account.sessions.title")}>
      <Read query={query}>
        {(found) => (
          <>
            <ul className="own">
              {found.map((each) => (
                <Session key={each.id} session={each} moment={moment} busy={busy} end={() => end(() => endSession(api, each.id))} />
              ))}
            </ul>
            {found.length > 1 && (
              <Button className="button" isDisabled={busy} onPress={() => end(() => endOtherSessions(api))}>
                {t("account.sessions.others")}
              </Button>
            )}
          </>
        )}
      </Read>
      <Refusal code={fault} />
    </Section>
  );
}

interface Shown {
  readonly session: OpenSession;
  readonly moment: (at: string) => string;
  readonly busy: boolean;
  readonly end: () => void;
}

function Session({ session, moment, busy, end }: Shown): ReactNode {
  const { t } = useTranslation();
  const name = session.device_name ?? (session.agent === "" ? t("account.sessions.unknown") : programOf(session.agent));
  return (
    <li className="way">
      <div>
        <p>
          <bdi>{name}</bdi> {session.this && <strong className="here">{t("account.sessions.this")}</strong>}
        </p>
        <p className="soft">
          {t("account.sessions.from", { address: apart(session.address), at: apart(moment(session.opened_at)) })}
          {" · "}
          {t("account.sessions.seen", { at: apart(moment(session.last_seen_at)) })}
        </p>
      </div>
      {!session.this && (
        <Button className="button" isDisabled={busy} onPress={end} aria-label={t("account.sessions.endNamed", { name: apart(name) })}>
          {t("account.sessions.end")}
        </Button>
      )}
    </li>
  );
}
