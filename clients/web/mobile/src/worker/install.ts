/** Gets the service worker going where the browser has one: on a plain http address it has none, and all else works. */
import { KEPT, LOOK_AFTER, NOTIFICATION, TAKE_OVER } from "./names.ts";

const LOOK_EVERY_MS = 30 * 60_000;
const TRY_AGAIN_MS = 15_000;

/** Register the worker; `ready` is told when a new version waits, with what makes it take over. */
export async function install(ready: (takeOver: () => void) => void): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const workers = navigator.serviceWorker;
  // Whoever is controlled for the first time has the newest page already.
  let replaced = workers.controller !== null;
  workers.addEventListener("controllerchange", () => {
    if (replaced) location.reload();
    replaced = true;
  });
  const registration = await registered(workers);
  // The first worker takes its pages itself, but one that is being opened at that moment, or past it, has none.
  void workers.ready.then(({ active }) => workers.controller ?? active?.postMessage(LOOK_AFTER));
  const look = (): void => {
    const { waiting } = registration;
    if (waiting !== null && workers.controller !== null) ready(() => waiting.postMessage(TAKE_OVER));
  };
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", look);
  });
  look();
  // A phone's page stays open for days. Without the line there is nothing to find, and the next look finds it.
  setInterval(() => void registration.update().catch(() => undefined), LOOK_EVERY_MS);
}

/** Register the worker until it has kept the page: on a bad line it may come without all that the page is made of. */
async function registered(workers: ServiceWorkerContainer): Promise<ServiceWorkerRegistration> {
  for (;;) {
    const found = await workers.register("/mobile/sw.js", { scope: "/mobile/" }).catch(() => null);
    if (found !== null && (await stays(found))) return found;
    await new Promise((done) => setTimeout(done, TRY_AGAIN_MS));
  }
}

/** Whether a worker has kept the page, before or once the one that is on its way has. */
async function stays({ active, waiting, installing }: ServiceWorkerRegistration): Promise<boolean> {
  if (active !== null || waiting !== null) return true;
  if (installing === null) return false;
  await new Promise<void>((done) => {
    const look = (): void => {
      if (installing.state !== "installing") done();
    };
    installing.addEventListener("statechange", look);
    look();
  });
  return installing.state !== "redundant";
}

/** What a notification says, in the language of whoever reads it: the worker knows no words. */
export async function keepNotification(words: object): Promise<void> {
  if (!("caches" in globalThis)) return;
  await (await caches.open(KEPT)).put(NOTIFICATION, new Response(JSON.stringify(words)));
}

export const canKeep = (): boolean => "serviceWorker" in navigator && "caches" in globalThis;

/** Keep an answer that the worker hands out from now on without asking the service. */
export async function keep(address: string, answer: Response): Promise<void> {
  await (await caches.open(KEPT)).put(address, answer);
}
