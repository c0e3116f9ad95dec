/** Which unit a phone is with, chosen once: large, since it decides for whom positions and calls for help are. */
import type { ReactNode } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import type { Choice } from "../crew.ts";

export function UnitChoice({ units, isSaid, choose }: Choice): ReactNode {
  const { t } = useTranslation("mobile");
  if (isSaid && units === null) return <p className="empty" role="status">{t("reading")}</p>;
  return (
    <section className="card" aria-labelledby="units-title">
      <h2 id="units-title">{t("unit.title")}</h2>
      {units === null && <p role="status">{t("reading")}</p>}
      {units?.length === 0 && <p>{t("unit.none")}</p>}
      {units?.map((unit) => (
        <Button key={unit.id} className="button huge" onPress={() => choose(unit)}>
          <bdi>{unit.callsign}</bdi>
        </Button>
      ))}
    </section>
  );
}
