/**
 * How many frames a second the room draws while thousands of units move once a second, and how soon an alert is on the
 * page. `node browser/frames.mjs CHROMIUM [UNITS] [SECONDS] [--gpu]`, after `scripts/web build`; prints JSON.
 *
 * The built page is answered from files and its socket is played inside the page, so nothing but the page is measured;
 * without `--gpu` WebGL is drawn in software, as on a machine without a graphics card.
 */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const [, , executablePath, units = "5000", seconds = "15"] = process.argv;
const SERVICE = "http://room.test";
const DIST = new URL("../../../deconflict/api/dist/", import.meta.url);
const BASEMAP = new URL("../../../deconflict/places/shipped/libya.pmtiles", import.meta.url);
const TYPES = { html: "text/html", js: "text/javascript", css: "text/css", svg: "image/svg+xml" };
const IN_SOFTWARE = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"];
const ALERTS = 20;

const party = { id: "p1", name: "Eastern Command", slug: "east" };
const basemap = await readFile(BASEMAP);
const map = {
  name: "libya",
  title: "Libya",
  basemap: true,
  address: "/v1/maps/libya",
  version: "1",
  size: basemap.length,
  tiles: "mvt",
  layers: [],
  min_zoom: 0,
  max_zoom: 9,
  bounds: [5, 17, 30, 38],
  attribution: "Natural Earth, GeoNames",
};
const empty = { epoch: "e", seq: 0, alerts: [], overlaps: [], conflicts: [], patrols: [], zones: [], shared_plans: [], positions: [] };
const person = { id: "room", name: "Room", role: "desk", party: null };

/** What the service would answer. */
function answers(path) {
  const now = new Date().toISOString();
  switch (path) {
    case "/v1/session":
      return { person, expires_at: "2099-01-01T00:00:00Z", feed_epoch: "e" };
    case "/v1/picture":
      return { ...empty, at: now };
    case "/v1/alerts":
      return { epoch: "e", alerts: [], last: 0 };
    case "/v1/parties":
      return { parties: [party] };
    case "/v1/maps":
      return { maps: [map] };
    case "/v1/duty":
      return { shifts: [] };
    case "/v1/liaison":
      return { liaisons: [] };
    case "/v1/presence":
      return { people: [] };
    case "/v1/log":
      return { notes: [] };
    default:
      return null;
  }
}

async function serve(route) {
  const { pathname } = new URL(route.request().url());
  if (pathname === map.address) return route.fulfill({ body: basemap });
  const said = answers(pathname);
  if (said !== null) return route.fulfill({ json: said });
  const file = pathname.endsWith("/") ? `${pathname.slice(1)}index.html` : pathname.slice(1);
  const body = await readFile(fileURLToPath(new URL(file, DIST))).catch(() => null);
  return body === null ? route.fulfill({ status: 404, json: {} }) : route.fulfill({ body, contentType: TYPES[file.split(".").at(-1)] });
}

/** Plays the socket inside the page: each unit drives and says so once a second, spread over the second. */
function play({ units, party }) {
  const STEP_MS = 50;
  globalThis.WebSocket = class {
    onopen = null;
    onmessage = null;
    onclose = null;
    constructor() {
      globalThis.played = this;
      setTimeout(() => this.onopen?.({}), 0);
    }
    say(message) {
      this.onmessage?.({ data: JSON.stringify(message) });
    }
    send(text) {
      if (JSON.parse(text).type !== "hello") return;
      this.say({ type: "welcome", epoch: "e", recovered: true, seq: 0 });
      const per = Math.ceil((units * STEP_MS) / 1000);
      let next = 0;
      setInterval(() => {
        for (let count = 0; count < per; count += 1, next += 1) this.move(next % units, Math.floor(next / units));
      }, STEP_MS);
      setInterval(() => this.say({ type: "tick", at: new Date().toISOString() }), 5000);
    }
    move(unit, round) {
      const [lon, lat] = [9.5 + ((unit * 7919) % 1500) / 100, 24 + ((unit * 104729) % 880) / 100];
      const at = new Date().toISOString();
      const moved = { lon: lon + round * 0.001, lat, at, received_at: at, course_deg: 90, speed_m_s: 20, accuracy_m: 5 };
      this.say({ type: "position", unit: `u${unit}`, party: party.id, callsign: `Unit ${unit}`, ...moved });
    }
    close() {}
  };
}

/** Frames in so many seconds, and the longest wait for one. Runs in the page. */
function frames(seconds) {
  return new Promise((done) => {
    const [begin, gaps] = [performance.now(), []];
    let last = begin;
    const frame = (now) => {
      gaps.push(now - last);
      last = now;
      if (now - begin < seconds * 1000) requestAnimationFrame(frame);
      else done({ per_second: gaps.length / ((now - begin) / 1000), longest_ms: Math.max(...gaps) });
    };
    requestAnimationFrame(frame);
  });
}

/** From when the socket says an alert to when a frame with it was drawn. Runs in the page. */
async function alerts(count) {
  const took = [];
  for (let seq = 1; seq <= count; seq += 1) {
    const begin = performance.now();
    const at = new Date().toISOString();
    const seen = { own: null, other: null, nearby: [], octant: null, within_m: null, closeness: "close", sight: "exact" };
    const head = { type: "alert", epoch: "e", seq, kind: "encounter", change: "opened", level: null, reference: `RX-${seq}` };
    const state = { rings: true, released_at: at, received: false, seen: false, acknowledged: null, state: "open", late: false };
    globalThis.played.say({ ...seen, ...head, ...state, seen: false, encounter: `e${seq}`, unit: "u1", callsign: "Unit 1", revision: 1, opened_at: at, updated_at: at, closest_at: at, distance_m: 100 });
    while (document.querySelector(`[data-seq="${seq}"]`) === null) await new Promise((then) => requestAnimationFrame(then));
    await new Promise((then) => requestAnimationFrame(then));
    took.push(performance.now() - begin);
    await new Promise((then) => setTimeout(then, 300));
  }
  return took.sort((a, b) => a - b);
}

const args = ["--no-sandbox", "--disable-dev-shm-usage", ...(process.argv.includes("--gpu") ? [] : IN_SOFTWARE)];
const browser = await chromium.launch({ executablePath, args });
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
await page.route("**/*", serve);
await page.addInitScript(play, { units: Number(units), party });
await page.goto(`${SERVICE}/room/`);
await page.locator(".map-canvas[aria-busy=false]").waitFor({ timeout: 120_000 });
await page.waitForTimeout(3000);
const drawn = await page.evaluate(frames, Number(seconds));
const took = await page.evaluate(alerts, ALERTS);
const renderer = await page.evaluate(() => {
  const gl = document.createElement("canvas").getContext("webgl2");
  return gl?.getParameter(gl.getExtension("WEBGL_debug_renderer_info")?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER);
});
await browser.close();
const alert = { p50_ms: took[Math.floor(took.length / 2)], p95_ms: took[Math.floor(took.length * 0.95)] };
console.log(JSON.stringify({ units: Number(units), frames: drawn, alert_visible: alert, renderer }, null, 2));
