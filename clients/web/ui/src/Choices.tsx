/** The two choices everybody has on every page: language and colours. */
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { choose, isLanguage, LANGUAGES } from "./i18n.ts";
import { isTheme, THEMES, useTheme, wear } from "./theme.ts";

export function Choices(): ReactNode {
  const { t, i18n } = useTranslation();
  const theme = useTheme();
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
          onChange={({ target }) => isTheme(target.value) && wear(target.value)}
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
