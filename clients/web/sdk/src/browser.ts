/** The browser's own clock, socket, requests and database, as the SDK takes them. Decides nothing. */
import type { World } from "./line.ts";

/** The live socket of whoever served this page. */
function dial(subprotocol: string): WebSocket {
  const address = new URL("/v1/live", location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  return new WebSocket(address, subprotocol);
}

function after(ms: number, then: () => void): () => void {
  const timer = setTimeout(then, ms);
  return () => clearTimeout(timer);
}

export const BROWSER: World = { dial, after, now: () => performance.now(), chance: Math.random };

/** `crypto.randomUUID` exists on secure origins alone; a room on a plain local network is none. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
