/** Light, dark or night-red: the person's choice on this device, or what the system asks for. */
export const THEMES = ["light", "dark", "night"] as const;
export type Theme = (typeof THEMES)[number];

const KEPT = "deconflict-theme";

export const isTheme = (name: string | null): name is Theme => THEMES.some((theme) => theme === name);

export function present(): Theme {
  const kept = localStorage.getItem(KEPT);
  if (isTheme(kept)) return kept;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

export function wear(theme: Theme): void {
  localStorage.setItem(KEPT, theme);
  document.documentElement.dataset["theme"] = theme;
}
