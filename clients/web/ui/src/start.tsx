/** Starts a page: the colours and words of whoever looks, then what the page shows. */
import { Api } from "@deconflict/sdk";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { begin, type Language, type Words } from "./i18n.ts";
import { present, wear } from "./theme.ts";
import "./tokens.css";
import "./base.css";

interface Page {
  /** What the page is called in the browser's own list of pages. */
  readonly title: (language: Language) => string;
  /** The words of the page and of the packages it is made of, by their names. */
  readonly words: Record<string, Words>;
  readonly shown: (api: Api) => ReactNode;
}

export async function start({ title, words, shown }: Page): Promise<void> {
  const place = document.getElementById("page");
  if (place === null) throw new Error("there is no place for the page");
  wear(present());
  await begin(title, words);
  const api = new Api((path, request) => fetch(path, request));
  // What cannot be read is asked for again by whoever shows it; a fault of the service's own code would only repeat.
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false, refetchOnWindowFocus: true } } });
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={queries}>{shown(api)}</QueryClientProvider>
    </StrictMode>,
  );
}
