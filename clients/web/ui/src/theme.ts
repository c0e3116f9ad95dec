/** Light, dark or night-red: the person's choice on this device, or what the system asks for. */
import { useSyncExternalStore } from "react";

export const THEMES = ["light", "dark", "night"] as const;
export type Theme = (typeof THEMES)[number];

const KEPT = "deconflict-theme";
const listeners = new Set<() => void>();

export const isTheme = (name: string | null): name is Theme => THEMES.some((theme) => theme === name);

export function present(): Theme {
  const kept = localStorage.getItem(KEPT);
  if (isTheme(kept)) return kept;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

export function wear(theme: Theme): void {
  localStorage.setItem(KEPT, theme);
  document.documentElement.dataset["theme"] = theme;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What the page wears, for what is drawn without style sheets, like the map. */
export const useTheme = (): Theme => useSyncExternalStore(subscribe, present);
