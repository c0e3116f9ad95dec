/** One's own password: changed with the present one, which ends where else one is signed in. */
import { type Api, changePassword } from "@deconflict/sdk";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { ProofForm, Section } from "./parts.tsx";

export function Password({ api }: { api: Api }): ReactNode {
  const { t } = useTranslation();
  const known = useQueryClient();
  const [step, setStep] = useState<"rest" | "changing" | "changed">("rest");
  return (
    <Section title={t("account.password.title")}>
      <p className="soft">{t("account.password.why")}</p>
      {step === "changed" && <p role="status">{t("account.password.changed")}</p>}
      {step === "changing" ? (
        <ProofForm
          does={t("account.password.change")}
          another
          cancel={() => setStep("rest")}
          submit={async (proof, _name, another) => {
            await changePassword(api, proof, another);
            setStep("changed");
            await known.invalidateQueries({ queryKey: ["account"] });
          }}
        />
      ) : (
        <Button className="button" onPress={() => setStep("changing")}>{t("account.password.change")}</Button>
      )}
    </Section>
  );
}
