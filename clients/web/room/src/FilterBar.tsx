/** What of the map and the lists is shown. It is kept on the device, and said whenever it hides something. */
import { type ReactNode, useId } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { EVERYTHING, type Filters, hides, type Kind, KINDS, LEAST } from "./filters.ts";

interface Bar {
  readonly filters: Filters;
  readonly parties: ReadonlyMap<string, string>;
  readonly onFilters: (filters: Filters) => void;
}

export function FilterBar({ filters, parties, onFilters }: Bar): ReactNode {
  const { t } = useTranslation("room");
  const [party, least] = [useId(), useId()];
  const turn = (kind: Kind): void => {
    const { hidden } = filters;
    const without = hidden.filter((each) => each !== kind);
    onFilters({ ...filters, hidden: without.length < hidden.length ? without : [...hidden, kind] });
  };
  return (
    <fieldset className="filters">
      <legend className="sr-only">{t("filters.title")}</legend>
      {KINDS.map((kind) => (
        <label key={kind}>
          <input type="checkbox" checked={!filters.hidden.includes(kind)} onChange={() => turn(kind)} />
          {t(`filters.kinds.${kind}`)}
        </label>
      ))}
      <span className="choice">
        <label htmlFor={party}>{t("filters.party")}</label>
        <select id={party} value={filters.party ?? ""} onChange={({ target }) => onFilters({ ...filters, party: target.value || null })}>
          <option value="">{t("filters.everybody")}</option>
          {[...parties].map(([id, name]) => (
            <option key={id} value={id}>{name}</option>
          ))}
        </select>
      </span>
      <span className="choice">
        <label htmlFor={least}>{t("filters.least")}</label>
        <select
          id={least}
          value={filters.least}
          onChange={({ target }) => onFilters({ ...filters, least: LEAST.find((grade) => grade === target.value) ?? "advisory" })}
        >
          {LEAST.map((grade) => (
            <option key={grade} value={grade}>{t(`filters.${grade}`)}</option>
          ))}
        </select>
      </span>
      {hides(filters) && (
        <span className="hiding" role="status">
          {t("filters.some")}
          <Button className="button" onPress={() => onFilters(EVERYTHING)}>{t("filters.all")}</Button>
        </span>
      )}
    </fieldset>
  );
}
