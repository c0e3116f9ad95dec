/** In a demonstration: whom one may be, each with one press. */
import { type Api, Fault, type FaultCode, type Visitor, visitors } from "@deconflict/sdk";
import { apart } from "@deconflict/ui";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { bySide } from "./sides.ts";
import { placesOf } from "./places.ts";

const NOBODY: readonly Visitor[] = [];

/** Whom one may be: nobody where real people sign in, or where that cannot be read; undefined until it is known. */
export function useVisitors(api: Api): readonly Visitor[] | undefined {
  const { data, isError } = useQuery({ queryKey: ["visitors"], queryFn: () => visitors(api) });
  return isError ? NOBODY : data;
}

export function Visitors({ api, people }: { api: Api; people: readonly Visitor[] }): ReactNode {
  const { t } = useTranslation(["door", "ui"]);
  const [fault, setFault] = useState<FaultCode | null>(null);

  async function be({ login, password, role }: Visitor): Promise<void> {
    try {
      await api.signIn(login, password);
      const [first] = placesOf(role);
      location.assign(first === undefined ? "/" : `/${first}/`);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      setFault(error.code);
    }
  }

  return (
    <section className="sheet" aria-labelledby="visitors-title">
      <h2 id="visitors-title">{t("visitors.title")}</h2>
      <p>{t("visitors.what")}</p>
      {fault !== null && (
        <p className="fault" role="alert">
          {t(`ui:faults.${fault}`)}
        </p>
      )}
      {[...bySide(people)].map(([side, members]) => (
        <section key={side} className="side">
          {side !== "" && (
            <h3>
              <bdi>{side}</bdi>
            </h3>
          )}
          <ul className="people">
            {members.map((visitor) => (
              <li key={visitor.login}>
                <Button
                  className="button"
                  aria-label={`${t("visitors.be", { name: apart(visitor.name) })}, ${t(`roles.${visitor.role}`)}`}
                  onPress={() => void be(visitor)}
                >
                  <bdi>{visitor.name}</bdi>
                  <span className="soft">{t(`roles.${visitor.role}`)}</span>
                </Button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}
