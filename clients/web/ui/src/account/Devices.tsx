/** Devices that sign in by themselves: a lost one is revoked, a phone is let in by a code. */
import { addDevice, type Api, devices, type ListedDevice, type OwnDevice, revokeDevice } from "@deconflict/sdk";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { apart } from "../i18n.ts";
import { useAsking } from "./asking.ts";
import { ProofForm, Read, Refusal, Section } from "./parts.tsx";

interface Own {
  readonly api: Api;
  readonly moment: (at: string) => string;
}

export function Devices({ api, moment }: Own): ReactNode {
  const { t } = useTranslation();
  const query = useQuery({ queryKey: ["account", "devices"], queryFn: () => devices(api) });
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<OwnDevice | null>(null);
  const { busy, fault, run } = useAsking();
  const revoke = (device: string): void => {
    void run(async () => {
      await revokeDevice(api, device);
      await query.refetch();
    });
  };
  return (
    <Section title={t("account.devices.title")}>
      <Read query={query}>
        {(found) =>
          found.length === 0 ? (
            <p className="soft">{t("account.devices.none")}</p>
          ) : (
            <ul className="own">
              {found.map((each) => (
                <Device key={each.id} device={each} moment={moment} busy={busy} revoke={() => revoke(each.id)} />
              ))}
            </ul>
          )
        }
      </Read>
      <Refusal code={fault} />
      {made !== null && <Code made={made} moment={moment} />}
      {adding ? (
        <ProofForm
          does={t("account.devices.make")}
          named={t("account.devices.name")}
          cancel={() => setAdding(false)}
          submit={async (proof, name) => {
            setMade(await addDevice(api, name, proof));
            setAdding(false);
            await query.refetch();
          }}
        />
      ) : (
        <Button className="button" onPress={() => setAdding(true)}>{t("account.devices.add")}</Button>
      )}
    </Section>
  );
}

function Code({ made, moment }: { made: OwnDevice; moment: (at: string) => string }): ReactNode {
  const { t } = useTranslation();
  return (
    <div className="told" role="status">
      <p>{t("account.devices.told", { at: apart(moment(made.expires_at)) })}</p>
      <p className="code" dir="ltr">{made.code}</p>
    </div>
  );
}

interface Shown {
  readonly device: ListedDevice;
  readonly moment: (at: string) => string;
  readonly busy: boolean;
  readonly revoke: () => void;
}

function Device({ device, moment, busy, revoke }: Shown): ReactNode {
  const { t } = useTranslation();
  return (
    <li className="way">
      <div>
        <p>
          <bdi>{device.name}</bdi> · <bdi>{device.owner}</bdi>
        </p>
        <p className="soft">{stateOf()}</p>
      </div>
      {device.revoked_at === null && (
        <Button
          className="button"
          isDisabled={busy}
          onPress={revoke}
          aria-label={t("account.devices.lostNamed", { name: apart(device.name) })}
        >
          {t("account.devices.lost")}
        </Button>
      )}
    </li>
  );

  function stateOf(): string {
    if (device.revoked_at !== null) return t("account.devices.revoked", { at: apart(moment(device.revoked_at)) });
    if (device.enrolled_at !== null) return t("account.devices.enrolled", { at: apart(moment(device.enrolled_at)) });
    if (device.code_expires_at === null) return t("account.devices.late");
    return t("account.devices.waits", { at: apart(moment(device.code_expires_at)) });
  }
}
