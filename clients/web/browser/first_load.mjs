/**
 * What the phone's page costs on a thin line the first time: bytes over the wire before the map, and how long until somebody
 * can sign in, and until a crew sees its patrol. `node browser/first_load.mjs CHROMIUM URL LOGIN PASSWORD [ROUNDS]`, of a
 * service that runs with the pages built, such as `deconflict demo`; prints JSON, the median of the rounds.
 *
 * The line is Chromium's own emulation: latency for each request and throughput, without loss. Compressed as the service
 * sends it, headers included. The worker, which afterwards keeps the same files, has a line of its own and is not counted.
 */
import { chromium } from "playwright-core";

const [, , executablePath, url, login, password, rounds = "3"] = process.argv;
const KILOBIT = 1000 / 8;
const LINES = {
  "3G, 1.6 Mbit/s, 150 ms": { latency: 150, downloadThroughput: 1600 * KILOBIT, uploadThroughput: 750 * KILOBIT },
  "slow 3G, 400 kbit/s, 400 ms": { latency: 400, downloadThroughput: 400 * KILOBIT, uploadThroughput: 400 * KILOBIT },
};
const SIGN_IN = ".sign-in input[type=password]";
const PATROL = ".phone main > *:not([role=status])";
const OF_THE_MAP = /\/assets\/(Canvas|Chart|maplibre)|\/v1\/maps\//;
const WITHIN_MS = 120_000;

/** A page with nothing kept, on that line, and what has come over it. */
async function fresh(browser, line, storageState) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, storageState });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const came = { bytes: 0, requests: 0, map: 0 };
  const of = new Map();
  session.on("Network.requestWillBeSent", ({ requestId, request }) => of.set(requestId, request.url));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (OF_THE_MAP.test(of.get(requestId) ?? "")) came.map += 1;
    came.bytes += encodedDataLength;
    came.requests += 1;
  });
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", { offline: false, ...line });
  return { context, page, came };
}

async function until(page, selector, began) {
  await page.locator(selector).first().waitFor({ timeout: WITHIN_MS });
  return performance.now() - began;
}

/** The first time ever: to the sign-in, then from pressing it to the patrol. */
async function signingIn(browser, line) {
  const { context, page, came } = await fresh(browser, line);
  const began = performance.now();
  await page.goto(`${url}/mobile/`, { waitUntil: "commit", timeout: WITHIN_MS });
  const sign_in_ms = await until(page, SIGN_IN, began);
  const sign_in_bytes = came.bytes;
  await page.locator(".sign-in input").first().fill(login);
  await page.locator(SIGN_IN).fill(password);
  const pressed = performance.now();
  await page.locator(SIGN_IN).press("Enter");
  const then_patrol_ms = await until(page, PATROL, pressed);
  const [bytes, requests, map] = [came.bytes, came.requests, came.map];
  const kept = await context.storageState();
  await context.close();
  return { sign_in_ms, sign_in_bytes, then_patrol_ms, bytes, requests, map, kept };
}

/** Somebody is signed in and the device has kept nothing of the page. */
async function opening(browser, line, { cookies }) {
  const { context, page } = await fresh(browser, line, { cookies, origins: [] });
  const began = performance.now();
  await page.goto(`${url}/mobile/`, { waitUntil: "commit", timeout: WITHIN_MS });
  const signed_in_patrol_ms = await until(page, PATROL, began);
  await context.close();
  return { signed_in_patrol_ms };
}

/** A later time: the worker has kept the page, and the line is cut. */
async function withoutLine(browser, kept) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, storageState: kept });
  const page = await context.newPage();
  await page.goto(`${url}/mobile/`);
  await page.locator(PATROL).first().waitFor({ timeout: WITHIN_MS });
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await context.setOffline(true);
  const began = performance.now();
  await page.reload({ waitUntil: "commit" });
  const patrol_ms = await until(page, PATROL, began);
  await context.close();
  return Math.round(patrol_ms);
}

const median = (all) => Math.round([...all].sort((a, b) => a - b)[Math.floor(all.length / 2)]);

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
const said = {};
let kept;
for (const [name, line] of Object.entries(LINES)) {
  const seen = [];
  for (let round = 0; round < Number(rounds); round += 1) {
    const { kept: signedIn, ...first } = await signingIn(browser, line);
    kept = signedIn;
    seen.push({ ...first, ...(await opening(browser, line, signedIn)) });
  }
  said[name] = Object.fromEntries(Object.keys(seen[0]).map((what) => [what, median(seen.map((each) => each[what]))]));
}
said["later, without a line"] = { patrol_ms: await withoutLine(browser, kept) };
await browser.close();
console.log(JSON.stringify(said, null, 2));
