/** The service worker on a bad line: registered until the page is kept, and every page is looked after. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { install } from "../src/worker/install.ts";
import { LOOK_AFTER, TAKE_OVER } from "../src/worker/names.ts";

class Worker extends EventTarget {
  readonly said: unknown[] = [];
  state: ServiceWorkerState;
  constructor(state: ServiceWorkerState) {
    super();
    this.state = state;
  }
  postMessage(word: unknown): void {
    this.said.push(word);
  }
  becomes(state: ServiceWorkerState): void {
    this.state = state;
    this.dispatchEvent(new Event("statechange"));
  }
}

class Registration extends EventTarget {
  active: Worker | null = null;
  waiting: Worker | null = null;
  installing: Worker | null = null;
  update = vi.fn(async () => undefined);
}

class Workers extends EventTarget {
  controller: Worker | null = null;
  readonly registration = new Registration();
  readonly register = vi.fn(async () => this.registration);
  private made: (found: Registration) => void = () => undefined;
  readonly ready = new Promise<Registration>((done) => {
    this.made = done;
  });
  isActive(worker: Worker): void {
    Object.assign(this.registration, { active: worker, installing: null });
    this.made(this.registration);
  }
}

const settled = (): Promise<void> => vi.advanceTimersByTimeAsync(0).then(() => undefined);
let workers: Workers;

beforeEach(() => {
  vi.useFakeTimers();
  workers = new Workers();
  vi.stubGlobal("navigator", { serviceWorker: workers });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a worker that does not come, or not with everything, is fetched again", async () => {
  workers.register.mockRejectedValueOnce(new TypeError("no line"));
  const done = install(() => undefined);
  await vi.advanceTimersByTimeAsync(15_000);
  expect(workers.register).toHaveBeenCalledTimes(2);
  expect(workers.registration.update).not.toHaveBeenCalled();

  const half = new Worker("installing");
  workers.registration.installing = half;
  await vi.advanceTimersByTimeAsync(15_000);
  expect(workers.register).toHaveBeenCalledTimes(3);
  half.becomes("redundant");
  const whole = new Worker("installing");
  workers.registration.installing = whole;
  await vi.advanceTimersByTimeAsync(15_000);
  expect(workers.register).toHaveBeenCalledTimes(4);
  whole.becomes("installed");
  await done;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(workers.register).toHaveBeenCalledTimes(4);
});

test("a page that was opened past the worker asks to be looked after, one that has it does not", async () => {
  const worker = new Worker("activated");
  workers.isActive(worker);
  await install(() => undefined);
  await settled();
  expect(worker.said).toEqual([LOOK_AFTER]);

  workers.controller = worker;
  await install(() => undefined);
  await settled();
  expect(worker.said).toEqual([LOOK_AFTER]);
});

test("a new version waits until the page lets it take over", async () => {
  const worker = new Worker("activated");
  workers.isActive(worker);
  workers.controller = worker;
  const offered: (() => void)[] = [];
  await install((takeOver) => offered.push(takeOver));
  const next = new Worker("installing");
  workers.registration.installing = next;
  workers.registration.dispatchEvent(new Event("updatefound"));
  expect(offered).toEqual([]);
  workers.registration.waiting = next;
  next.becomes("installed");
  offered[0]?.();
  expect(next.said).toEqual([TAKE_OVER]);
});
