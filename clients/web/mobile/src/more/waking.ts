/** Letting this phone be woken by web push, where browser, address and service allow it. The message has no content. */
import { type Api, Fault, type FaultCode, subscribe, subscriptions, unsubscribe } from "@deconflict/sdk";

export type Waking = "none" | "notOffered" | "denied" | "off" | "on";

const KEPT = "deconflict-mobile-push";

/** The key as the browser takes it: base64 of the URL's alphabet, without filling. */
export function keyBytes(key: string): Uint8Array<ArrayBuffer> {
  const plain = atob(key.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

const canPush = (): boolean => "serviceWorker" in navigator && "PushManager" in globalThis;

async function pushed(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration("/mobile/");
  return (await registration?.pushManager.getSubscription()) ?? null;
}

export async function wakingNow(api: Api): Promise<Waking> {
  if (!canPush()) return "none";
  const { key, subscriptions: all } = await subscriptions(api);
  if (key === null) return "notOffered";
  if (Notification.permission === "denied") return "denied";
  const kept = localStorage.getItem(KEPT);
  return (await pushed()) !== null && all.some(({ id }) => id === kept) ? "on" : "off";
}

/** Throws a `Fault` when the service refuses, or cannot be reached. */
export async function switchOn(api: Api): Promise<Waking> {
  if ((await Notification.requestPermission()) !== "granted") return "denied";
  const { key } = await subscriptions(api);
  const registration = await navigator.serviceWorker.getRegistration("/mobile/");
  if (key === null || registration === undefined) return key === null ? "notOffered" : "none";
  const { endpoint } = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: keyBytes(key) });
  localStorage.setItem(KEPT, (await subscribe(api, endpoint)).id);
  return "on";
}

export async function switchOff(api: Api): Promise<Waking> {
  await (await pushed())?.unsubscribe();
  const kept = localStorage.getItem(KEPT);
  if (kept !== null) await gone(unsubscribe(api, kept));
  localStorage.removeItem(KEPT);
  return "off";
}

/** What is gone already needs no ending. */
async function gone(ending: Promise<void>): Promise<void> {
  try {
    await ending;
  } catch (fault) {
    if (!(fault instanceof Fault) || fault.status !== 404) throw fault;
  }
}

export const codeIn = (fault: unknown): FaultCode => {
  if (fault instanceof Fault) return fault.code;
  // The browser's own push service could not be reached, or this browser has none.
  if (fault instanceof DOMException) return "push_not_offered";
  throw fault;
};
