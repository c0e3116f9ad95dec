/** One's own passkeys: added and removed with the password. */
import { addPasskey, type Api, KEYS, passkeys, type Passkey, removePasskey } from "@deconflict/sdk";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { apart } from "../i18n.ts";
import { ProofForm, Read, Section } from "./parts.tsx";

interface Own {
  readonly api: Api;
  readonly moment: (at: string) => string;
}

export function OwnPasskeys({ api, moment }: Own): ReactNode {
  const { t } = useTranslation();
  const query = useQuery({ queryKey: ["account", "passkeys"], queryFn: () => passkeys(api) });
  const [removing, setRemoving] = useState<Passkey | null>(null);
  const rest = (): void => setRemoving(null);
  return (
    <Section title={t("account.passkeys.title")}>
      <Read query={query}>
        {(found) => (
          <>
            {found.passkeys.length === 0 && found.offered && <p className="soft">{t("account.passkeys.none")}</p>}
            {found.passkeys.length > 0 && (
              <ul className="own">
                {found.passkeys.map((each) => (
                  <Row key={each.id} passkey={each} moment={moment} remove={() => setRemoving(each)} />
                ))}
              </ul>
            )}
            {removing === null ? (
              <Adding api={api} offered={found.offered} added={() => void query.refetch()} />
            ) : (
              <ProofForm
                key={removing.id}
                does={t("account.passkeys.removeNamed", { name: apart(removing.name) })}
                cancel={rest}
                submit={async (proof) => {
                  await removePasskey(api, removing.id, proof);
                  rest();
                  await query.refetch();
                }}
              />
            )}
          </>
        )}
      </Read>
    </Section>
  );
}

function Adding({ api, offered, added }: { api: Api; offered: boolean; added: () => void }): ReactNode {
  const { t } = useTranslation();
  const [proving, setProving] = useState(false);
  const [nobody, setNobody] = useState(false);
  const keys = KEYS;
  if (!offered) return <p className="soft">{t("account.passkeys.off")}</p>;
  if (keys === null) return <p className="soft">{t("account.passkeys.unable")}</p>;
  if (!proving) {
    return (
      <>
        {nobody && <p className="fault" role="alert">{t("account.passkeys.nobody")}</p>}
        <Button className="button" onPress={() => setProving(true)}>{t("account.passkeys.add")}</Button>
      </>
    );
  }
  return (
    <ProofForm
      does={t("account.passkeys.add")}
      named={t("account.passkeys.name")}
      cancel={() => setProving(false)}
      submit={async (proof, name) => {
        setNobody((await addPasskey(api, name, proof, keys)) === null);
        setProving(false);
        added();
      }}
    />
  );
}

interface Shown {
  readonly passkey: Passkey;
  readonly moment: (at: string) => string;
  readonly remove: () => void;
}

function Row({ passkey, moment, remove }: Shown): ReactNode {
  const { t } = useTranslation();
  const { name, added_at, last_used_at } = passkey;
  return (
    <li className="way">
      <div>
        <p><bdi>{name}</bdi></p>
        <p className="soft">
          {t("account.passkeys.added", { at: apart(moment(added_at)) })}
          {last_used_at !== null && ` · ${t("account.passkeys.used", { at: apart(moment(last_used_at)) })}`}
        </p>
      </div>
      <Button className="button" onPress={remove} aria-label={t("account.passkeys.removeNamed", { name: apart(name) })}>
        {t("account.passkeys.remove")}
      </Button>
    </li>
  );
}
