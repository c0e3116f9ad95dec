/**
 * The service worker of the phone's page: the page opens without the service, a new version waits until the page lets it
 * take over, and a push opens the app. Thin: `shell.ts` decides. `SHELL` is written in front of this file by the build.
 */
import { KEPT, LOOK_AFTER, NOTIFICATION, TAKE_OVER } from "./names.ts";
import { type Asked, cacheOf, outdated, type Shell, wayOf } from "./shell.ts";

interface Lasting {
  waitUntil(done: Promise<unknown>): void;
}

interface Window {
  readonly url: string;
  focus(): Promise<unknown>;
}

/** What of a worker's scope is used: the types of pages and of workers cannot be had in one program. */
interface Scope {
  addEventListener(type: "install" | "activate" | "push", heard: (event: Lasting) => void): void;
  addEventListener(type: "message", heard: (event: Lasting & { readonly data: unknown }) => void): void;
  addEventListener(
    type: "fetch",
    heard: (event: { readonly request: Request; respondWith(answer: Promise<Response>): void }) => void,
  ): void;
  addEventListener(
    type: "notificationclick",
    heard: (event: Lasting & { readonly notification: Notification }) => void,
  ): void;
  skipWaiting(): Promise<void>;
  readonly registration: ServiceWorkerRegistration;
  readonly clients: {
    claim(): Promise<void>;
    matchAll(which: { type: "window"; includeUncontrolled: boolean }): Promise<readonly Window[]>;
    openWindow(url: string): Promise<unknown>;
  };
}

declare const self: Scope;
declare const SHELL: Shell;

const PAGE = "/mobile/";

async function keepShell(): Promise<void> {
  const cache = await caches.open(cacheOf(SHELL));
  // Past the browser's own cache: the page's bytes have to be those that this worker was built with.
  await cache.addAll(SHELL.files.map((file) => new Request(file, { cache: "no-cache" })));
}

async function begin(): Promise<void> {
  await Promise.all(outdated(await caches.keys(), SHELL).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function built(request: Request | string): Promise<Response> {
  const cache = await caches.open(cacheOf(SHELL));
  const found = await cache.match(request, { ignoreVary: true });
  if (found !== undefined) return found;
  const answer = await fetch(request);
  if (answer.ok && typeof request !== "string") await cache.put(request, answer.clone());
  return answer;
}

async function kept(request: Request): Promise<Response> {
  const cache = await caches.open(KEPT);
  const found = await cache.match(request, { ignoreVary: true });
  return found ?? fetch(request);
}

function asked(request: Request): Asked {
  const { origin, pathname } = new URL(request.url);
  const navigates = request.mode === "navigate";
  return { method: request.method, navigates, path: pathname, sameOrigin: origin === location.origin };
}

/** A push has no content (the service says nothing through other people's machines): only that the app should be opened. */
async function notify(): Promise<void> {
  const said = await (await caches.open(KEPT)).match(NOTIFICATION);
  const words: unknown = said === undefined ? {} : await said.json();
  const { title, body, lang, dir } = words as { title?: string; body?: string; lang?: string; dir?: "ltr" | "rtl" };
  const shown: NotificationOptions & { renotify: boolean } = {
    body: body ?? "",
    lang: lang ?? "",
    dir: dir ?? "auto",
    icon: "/mobile/icon-192.png",
    tag: "open-the-app",
    renotify: true,
    requireInteraction: true,
  };
  await self.registration.showNotification(title ?? "deconflict", shown);
}

async function openPage(): Promise<void> {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const open = windows.find(({ url }) => new URL(url).pathname === PAGE);
  await (open === undefined ? self.clients.openWindow(PAGE) : open.focus());
}

self.addEventListener("install", (event) => event.waitUntil(keepShell()));
self.addEventListener("activate", (event) => event.waitUntil(begin()));
self.addEventListener("message", (event) => {
  if (event.data === TAKE_OVER) event.waitUntil(self.skipWaiting());
  if (event.data === LOOK_AFTER) event.waitUntil(self.clients.claim());
});
self.addEventListener("fetch", (event) => {
  switch (wayOf(asked(event.request), SHELL)) {
    case "page":
      return event.respondWith(built(PAGE));
    case "asset":
      return event.respondWith(built(event.request));
    case "kept":
      return event.respondWith(kept(event.request));
    case "service":
      return undefined;
  }
});
self.addEventListener("push", (event) => event.waitUntil(notify()));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openPage());
});
