/**
 * A browser at the other end of a pipe: reads one JSON command a line, answers each with one line. For tests, which
 * keep the service on their side. `node drive.mjs CHROMIUM`; ends when its input ends.
 */
import { createInterface } from "node:readline";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";

const WITHIN_MS = 20_000;

/** Nothing but services of this machine can be reached. */
const CUT = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost";

const browser = await chromium.launch({
  executablePath: process.argv[2],
  // The map needs WebGL; where there is no graphics card it is drawn in software. The rest of a page is drawn without
  // WebGL: pretending a graphics card for that too takes a processor several times as long.
  args: [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-gpu-rasterization",
    "--disable-gpu-compositing",
    CUT,
  ],
});
let page;
/** Every device that was opened under a name, to go back to. */
const devices = new Map();
const complaints = [];
/** What was asked of anybody but the service whose page was opened. */
const foreign = [];

/**
 * Notes what the page really asks of its device; runs in the page, before anything of it. `battery`: what the device says of
 * its charge, which no browser lets a test set. `push`: the address that a push service would give, where there is none.
 */
function noteDevice({ battery, push }) {
  const noted = [];
  globalThis.noted = noted;
  const wrap = (owner, name, note) => {
    const original = owner[name];
    owner[name] = function (...asked) {
      const answer = original.apply(this, asked);
      note(asked, this, answer);
      return answer;
    };
  };
  wrap(Navigator.prototype, "vibrate", ([pattern], _, did) => noted.push({ what: "vibrate", pattern, did }));
  wrap(OscillatorNode.prototype, "start", (_, tone) =>
    noted.push({ what: "tone", hz: tone.frequency.value, state: tone.context.state }));
  wrap(WakeLock.prototype, "request", ([type], _, lock) =>
    void lock.then(
      () => noted.push({ what: "awake", type }),
      (fault) => noted.push({ what: "asleep", why: fault.name }),
    ));
  wrap(WakeLockSentinel.prototype, "release", () => noted.push({ what: "released" }));
  wrap(Geolocation.prototype, "getCurrentPosition", () => noted.push({ what: "looked", at: Date.now() }));
  if (battery !== undefined) Navigator.prototype.getBattery = async () => battery;
  if (push === undefined) return;
  let subscription = null;
  PushManager.prototype.getSubscription = async () => subscription;
  PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey }) => {
    noted.push({ what: "subscribe", userVisibleOnly, key: [...new Uint8Array(applicationServerKey)].length });
    subscription = { endpoint: push, unsubscribe: async () => ((subscription = null), true) };
    return subscription;
  };
}

/** Runs in the worker: notes what it does to windows, which only a person's own press lets it do. */
function noteWindows() {
  self.noted = [];
  self.clients.openWindow = async (url) => void self.noted.push({ what: "open", url });
  WindowClient.prototype.focus = async function () {
    self.noted.push({ what: "focus", url: new URL(this.url).pathname });
  };
}

const part = ({ role, name, selector }) =>
  selector === undefined ? page.getByRole(role, { name, exact: true }).first() : page.locator(selector).first();

/** How many pixels of a picture have the colour of a property; runs in the page. */
async function countOf({ picture, property }) {
  const bitmap = await createImageBitmap(new Blob([new Uint8Array(picture)]));
  const pen = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
  pen.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(property).trim();
  pen.fillRect(0, 0, 1, 1);
  const [red, green, blue] = pen.getImageData(0, 0, 1, 1).data;
  pen.drawImage(bitmap, 0, 0);
  const { data } = pen.getImageData(0, 0, bitmap.width, bitmap.height);
  const near = (at, value) => Math.abs(data[at] - value) <= 2;
  let count = 0;
  for (let at = 0; at < data.length; at += 4) {
    if (near(at, red) && near(at + 1, green) && near(at + 2, blue)) count += 1;
  }
  return count;
}

const commands = {
  /** A fresh device: nothing kept from another one. */
  async open({ url, language, theme, width, height, device = "", noting }) {
    const context = await browser.newContext({
      viewport: { width, height },
      locale: language === "ar" ? "ar-LY" : "en-GB",
      colorScheme: theme,
      timezoneId: "Africa/Tripoli",
    });
    if (noting !== undefined) await context.addInitScript(noteDevice, noting);
    // A device that is replaced lets go of its sockets: the service holds a few for each person.
    await devices.get(device)?.context().close();
    page = await context.newPage();
    devices.set(device, page);
    page.setDefaultTimeout(WITHIN_MS);
    const own = new URL(url).origin;
    context.on("request", (request) => {
      const { origin, protocol } = new URL(request.url());
      if (origin !== own && !["blob:", "data:"].includes(protocol)) foreign.push(request.url());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    await page.goto(url);
  },
  async reload() {
    await page.reload();
  },
  /** Look at another device that was opened. */
  async take({ device }) {
    page = devices.get(device);
  },
  /** Cut the device's line, or join it again. */
  async offline({ cut }) {
    await page.context().setOffline(cut);
  },
  /** Let the device know where it is. */
  async stands({ lon, lat }) {
    await page.context().grantPermissions(["geolocation"]);
    await page.context().setGeolocation({ longitude: lon, latitude: lat, accuracy: 5 });
  },
  /** Press a key some times, on a part of the page. */
  async key({ key, times = 1, ...which }) {
    await part(which).focus();
    for (let time = 0; time < times; time += 1) await page.keyboard.press(key);
  },
  /** Press in a part of the page at a share of its width, and nowhere else. */
  async tap({ selector, at }) {
    const { x, y, width, height } = await page.locator(selector).first().boundingBox();
    await page.mouse.click(x + width * at, y + height / 2);
  },
  /** What the page asked of its device so far. */
  async noted() {
    return page.evaluate(() => globalThis.noted);
  },
  /** Wait until the page asked such a thing of its device, and tell all that it asked like that. */
  async asks({ kind }) {
    await page.waitForFunction((name) => globalThis.noted.some((each) => each.what === name), kind);
    return page.evaluate((name) => globalThis.noted.filter((each) => each.what === name), kind);
  },
  /** Let somebody touch the page where nothing is. */
  async touch() {
    await page.mouse.click(2, 2);
  },
  /** Let the page be in front, or behind another: headless browsers have no such thing by themselves. */
  async front({ is }) {
    await page.evaluate((visible) => {
      Object.defineProperty(document, "visibilityState", { configurable: true, get: () => (visible ? "visible" : "hidden") });
      document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    }, is);
  },
  async allow({ permission }) {
    await page.context().grantPermissions([permission]);
  },
  /** Let the browser bring a push to the worker, and tell what notifications then stand. */
  async pushed() {
    await page.waitForFunction(async () => (await caches.match("/mobile/kept/notification")) !== undefined);
    const session = await page.context().newCDPSession(page);
    const found = new Promise((known) => {
      session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
        if (registrations.length > 0) known(registrations[0]);
      });
    });
    await session.send("ServiceWorker.enable");
    const { registrationId } = await found;
    const { origin } = new URL(page.url());
    await session.send("ServiceWorker.deliverPushMessage", { origin, registrationId, data: "" });
    await session.detach();
    return page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      for (let left = 100; left > 0 && (await registration.getNotifications()).length === 0; left -= 1) {
        await new Promise((later) => setTimeout(later, 50));
      }
      return (await registration.getNotifications()).map(({ title, body, lang, dir }) => ({ title, body, lang, dir }));
    });
  },
  /** Press the notification that stands, and tell what the worker did to windows and how many notifications are left. */
  async pressNotification() {
    const [worker] = page.context().serviceWorkers();
    await worker.evaluate(noteWindows);
    return worker.evaluate(async () => {
      const [notification] = await self.registration.getNotifications();
      self.dispatchEvent(new NotificationEvent("notificationclick", { notification }));
      for (let left = 100; left > 0 && self.noted.length === 0; left -= 1) {
        await new Promise((later) => setTimeout(later, 20));
      }
      return { noted: self.noted, left: (await self.registration.getNotifications()).length };
    });
  },
  /** Let the page look whether there is a newer one of itself. */
  async looksForNewer() {
    await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
  },
  /** The name of the page's files that are kept. */
  async keptShells() {
    return page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith("deconflict-shell-")));
  },
  /** Load the page anew past its worker and everything that is kept, as shift and reload do. */
  async reloadsPast() {
    const session = await page.context().newCDPSession(page);
    const loaded = page.waitForEvent("load");
    await session.send("Page.reload", { ignoreCache: true });
    await loaded;
    await session.detach();
  },
  /** Wait until the page can be opened without the service. */
  async isKept() {
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  },
  /** Put on colours that no system asks for. */
  async wear({ theme }) {
    await page.evaluate((name) => localStorage.setItem("deconflict-theme", name), theme);
    await page.reload();
  },
  /** Sign in without the form, and look at the page again. */
  async enter(said) {
    const status = await page.evaluate(async (known) => {
      const headers = { "Content-Type": "application/json" };
      return (await fetch("/v1/session", { method: "POST", headers, body: JSON.stringify(known) })).status;
    }, said);
    if (status !== 201) throw new Error(`signing in was answered ${status}`);
    await page.reload();
  },
  /** Be somebody who signed in elsewhere, and look at the page again. */
  async carry({ token }) {
    const { origin } = new URL(page.url());
    await page.context().addCookies([{ name: "deconflict_session", value: token, url: origin, httpOnly: true, sameSite: "Strict" }]);
    await page.reload();
  },
  /** Wait until nothing has changed on the page for a moment. */
  async settles() {
    await page.waitForTimeout(500); // what comes only when it is needed begins to come
    await page.locator("[aria-busy=true], .map-place > [role=status]").first().waitFor({ state: "detached", timeout: 60_000 }).catch(() => undefined);
    await page.waitForTimeout(500);
  },
  /** Let the page move by itself: something above where one is comes late, and is that high. */
  async moves({ px }) {
    await page.evaluate((height) => {
      document.querySelector("header").style.marginBlockEnd = `${height}px`;
    }, px);
  },
  /** Show the page as it is printed, or as it is on a screen. */
  async shownOn({ media }) {
    await page.emulateMedia({ media });
  },
  async scrolls({ px }) {
    await page.mouse.move(2, 2); // over a map a wheel turns the map
    await page.mouse.wheel(0, px);
    await page.waitForTimeout(200); // a wheel is answered later than it turns
  },
  /** Where parts of the page are in the window. */
  async boxes({ selectors }) {
    return Promise.all(selectors.map((selector) => page.locator(selector).first().boundingBox()));
  },
  /** Fill a field by its label, or where several have the same one by where it is. */
  async fill({ label, selector, text }) {
    const field = selector === undefined ? page.getByLabel(label, { exact: true }).first() : page.locator(selector).first();
    await field.fill(text);
  },
  /** Drag a file of this machine in and drop it in the middle of a part of the page. */
  async drop({ selector, path }) {
    const { x, y, width, height } = await page.locator(selector).first().boundingBox();
    const session = await page.context().newCDPSession(page);
    const data = { items: [], files: [path], dragOperationsMask: 1 };
    for (const type of ["dragEnter", "dragOver", "drop"]) {
      await session.send("Input.dispatchDragEvent", { type, x: x + width / 2, y: y + height / 2, data });
    }
    await session.detach();
  },
  /** Tell how wide an image is that has come. */
  async loads({ selector }) {
    const image = page.locator(selector).first();
    await image.scrollIntoViewIfNeeded();
    await image.evaluate((one) => one.decode());
    return image.evaluate((one) => one.naturalWidth);
  },
  /** Choose a file of this machine in a field for files. */
  async attach({ selector, path }) {
    await page.locator(selector).first().setInputFiles(path);
  },
  async press(which) {
    await part(which).click();
  },
  /** Drag from one place of something to another, in shares of its width and height. */
  async drag({ selector, from, to }) {
    await page.locator(selector).first().scrollIntoViewIfNeeded();
    const { x, y, width, height } = await page.locator(selector).first().boundingBox();
    await page.mouse.move(x + from[0] * width, y + from[1] * height);
    await page.mouse.down();
    await page.mouse.move(x + to[0] * width, y + to[1] * height, { steps: 8 });
    await page.mouse.up();
  },
  /** Press on a place of something, in shares of its width and height. */
  async pressAt({ selector, across, down }) {
    const { width, height } = await page.locator(selector).first().boundingBox();
    await page.locator(selector).first().click({ position: { x: across * width, y: down * height } });
  },
  /** Wait until something is painted with that many pixels of a colour, as a style sheet's property names it. */
  async paints({ selector, property, pixels }) {
    const until = Date.now() + WITHIN_MS;
    let found = 0;
    while (found < pixels) {
      const picture = [...(await page.locator(selector).first().screenshot())];
      found = await page.evaluate(countOf, { picture, property });
      if (Date.now() > until) throw new Error(`${found} pixels of ${property} in ${selector}, not ${pixels}`);
    }
    return found;
  },
  /** Look at the map in its own colours also while what says that it is old dims it. */
  async undim() {
    await page.locator(".map").first().evaluate((map) => map.classList.remove("dimmed"));
  },
  async choose({ label, value }) {
    await page.getByLabel(label, { exact: true }).selectOption(value);
  },
  /** Wait until something is there, and tell what it says. */
  async sees(which) {
    await part(which).waitFor();
    return part(which).innerText();
  },
  /** What stands in a field. */
  async value({ label }) {
    return page.getByLabel(label, { exact: true }).inputValue();
  },
  /** What an attribute of each of them says, in their order. */
  async marked({ selector, attribute }) {
    return page.locator(selector).evaluateAll((all, name) => all.map((one) => one.getAttribute(name)), attribute);
  },
  async misses({ selector }) {
    await page.locator(selector).first().waitFor({ state: "detached" });
  },
  /** Wait until there are that many of something, no more and no fewer. */
  async counts({ selector, times }) {
    const found = page.locator(selector);
    const until = Date.now() + WITHIN_MS;
    while ((await found.count()) !== times) {
      if (Date.now() > until) throw new Error(`${await found.count()} of ${selector}, not ${times}`);
      await page.waitForTimeout(50);
    }
    if (times > 0) await found.nth(times - 1).waitFor();
  },
  async style({ selector, property }) {
    return page.locator(selector).first().evaluate((element, name) => getComputedStyle(element)[name], property);
  },
  async document() {
    return page.evaluate(() => ({
      lang: document.documentElement.lang,
      dir: document.documentElement.dir,
      title: document.title,
      // What sticks out sideways cannot be read on a phone.
      overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    }));
  },
  async shot({ path }) {
    // Drawing a map without a graphics card takes its time.
    await page.screenshot({ path, fullPage: true, timeout: 60_000 });
  },
  /** What a screen reader's user would stumble over. */
  async axe() {
    const { violations } = await new AxeBuilder({ page }).analyze();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  },
  /** What was asked of others than the service, of pages and their workers alike. */
  async foreign() {
    return foreign.splice(0);
  },
  /** What the page complained of since it was asked last. */
  async complaints() {
    return complaints.splice(0);
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { do: name, ...asked } = JSON.parse(line);
  let answer;
  try {
    answer = { ok: true, said: (await commands[name](asked)) ?? null };
  } catch (error) {
    answer = { ok: false, said: String(error) };
  }
  console.log(JSON.stringify(answer));
}
await browser.close();
