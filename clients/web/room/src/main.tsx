/** Starts the room in the page. */
import { Api } from "@deconflict/sdk";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App.tsx";
import { begin } from "./i18n.ts";
import "./tokens.css";
import "./room.css";
import { present, wear } from "./theme.ts";

const place = document.getElementById("room");
if (place === null) throw new Error("the page has no place for the room");

wear(present());
await begin();
const api = new Api((path, request) => fetch(path, request));
createRoot(place).render(
  <StrictMode>
    <App api={api} />
  </StrictMode>,
);
