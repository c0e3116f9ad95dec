/** The two choices everybody has on every page: language and colours. */
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { choose, isLanguage, LANGUAGES } from "./i18n.ts";
import { isTheme, present, THEMES, wear } from "./theme.ts";

export function Choices(): ReactNode {
  const { t, i18n } = useTranslation();
  const [theme, setTheme] = useState(present);
  const [language, colours] = [useId(), useId()];
  return (
    <>
      <div className="choice">
        <label htmlFor={language}>{t("language")}</label>
        <select
          id={language}
          value={i18n.language}
          onChange={({ target }) => isLanguage(target.value) && void choose(target.value)}
        >
          {Object.entries(LANGUAGES).map(([code, { name }]) => (
            <option key={code} value={code} lang={code}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <div className="choice">
        <label htmlFor={colours}>{t("theme.name")}</label>
        <select
          id={colours}
          value={theme}
          onChange={({ target }) => {
            if (!isTheme(target.value)) return;
            wear(target.value);
            setTheme(target.value);
          }}
        >
          {THEMES.map((name) => (
            <option key={name} value={name}>
              {t(`theme.${name}`)}
            </option>
          ))}
        </select>
      </div>
    </>
  );
}
