/** The HTTP calls of the web client: same origin, the session in a cookie that no script can read. */
import type { Entry, Outcome } from "./outbox.ts";
import { PROBLEM_CODES } from "./wire.ts";
import type { Cursor, Feed, Party, Picture, ProblemCode, Who } from "./wire.ts";

/** Why a call came to nothing: the service's own code, or that it could not be reached or understood. */
export type FaultCode = ProblemCode | "unreachable" | "unknown";

type Said = Pick<Fault, "retryAfterS" | "pointer" | "currentVersion" | "patrol">;

export class Fault extends Error {
  override readonly name = "Fault";
  readonly code: FaultCode;
  /** The HTTP status; null when nothing came back. */
  readonly status: number | null;
  /** After how long the service may be asked again, where it says so. */
  readonly retryAfterS: number | null;
  /** Which part of what was said is meant (RFC 6901), where the service names one. */
  readonly pointer: string | null;
  /** The version that holds now, where what was said was about an older one (PAT-04). */
  readonly currentVersion: number | null;
  /** The patrol of one's own party that stands in the way, where the service names one (PAT-05). */
  readonly patrol: string | null;

  constructor(code: FaultCode, status: number | null, said: Partial<Said> = {}) {
    super(code);
    this.code = code;
    this.status = status;
    this.retryAfterS = said.retryAfterS ?? null;
    this.pointer = said.pointer ?? null;
    this.currentVersion = said.currentVersion ?? null;
    this.patrol = said.patrol ?? null;
  }
}

/** Where an alert is acknowledged; two entries with the same address say the same. */
export const acknowledgementOf = (epoch: string, seq: number): string =>
  `/v1/alerts/${encodeURIComponent(epoch)}/${seq}/acknowledge`;

export type Method = "GET" | "POST" | "PUT" | "DELETE";
type Headers = Readonly<Record<string, string>>;
type Fetch = (path: string, request: RequestInit) => Promise<Response>;

const PAGE = 200;
const WITHIN_MS = 20_000;
/** As long as the service waits for a file. */
const FILE_WITHIN_MS = 180_000;

export class Api {
  readonly #fetch: Fetch;
  /** Settled once the session that is being ended has ended, as far as can be told. */
  #ending: Promise<unknown> = Promise.resolve();

  constructor(fetch: Fetch) {
    this.#fetch = fetch;
  }

  /** `code`: of the second factor, for whoever was answered `second_factor_required`. */
  async signIn(login: string, password: string, code?: string): Promise<Who> {
    return this.json("POST", "/v1/session", code === undefined ? { login, password } : { login, password, code });
  }

  async whoAmI(): Promise<Who> {
    return this.json("GET", "/v1/session");
  }

  /** The answer takes the browser's session away, whosever it is by then: nothing else is asked before it has come. */
  async signOut(): Promise<void> {
    const ended = this.ask("DELETE", "/v1/session");
    this.#ending = ended.catch(() => undefined);
    await ended;
  }

  async picture(): Promise<Picture> {
    return this.json("GET", "/v1/picture");
  }

  async alerts({ epoch, seq }: Cursor): Promise<Feed> {
    return this.json("GET", `/v1/alerts?epoch=${encodeURIComponent(epoch)}&after=${seq}&limit=${PAGE}`);
  }

  async parties(): Promise<readonly Party[]> {
    return (await this.json<{ parties: Party[] }>("GET", "/v1/parties")).parties;
  }

  /** Deliver an entry of the outbox: whatever may go differently later, or as somebody signed in, is kept. */
  async deliver(entry: Entry, ending?: AbortSignal): Promise<Outcome> {
    try {
      const answer = await this.ask(entry.method, entry.path, entry.body, headersOf(entry), ending);
      return { type: "done", entry, answer: await answered(answer) };
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault;
      const { code, pointer, currentVersion, patrol, retryAfterS } = fault;
      if (!isFinal(fault)) return { type: "later", entry, afterS: retryAfterS };
      return { type: "refused", entry, code, pointer, currentVersion, patrol };
    }
  }

  /** One call whose answer is JSON; null when there is nothing to say. Each topic's file here gives it its types. */
  async json<T>(method: Method, path: string, body?: unknown, headers: Headers = {}): Promise<T> {
    return (await answered(await this.ask(method, path, body, headers))) as T;
  }

  /**
   * One call as it is answered, for whoever needs its headers or a file. Throws a `Fault` for every refusal.
   * `ending`: aborted when its answer is of no use any more.
   */
  async ask(method: Method, path: string, body?: unknown, headers: Headers = {}, ending?: AbortSignal): Promise<Response> {
    const said = body === undefined ? {} : { body: body instanceof Blob ? body : JSON.stringify(body) };
    const media = body === undefined ? {} : { "Content-Type": body instanceof Blob ? body.type : "application/json" };
    const signal = until(body instanceof Blob ? FILE_WITHIN_MS : WITHIN_MS, ending);
    const all = { Accept: "application/json", ...media, ...headers };
    await this.#ending;
    let response: Response;
    try {
      response = await this.#fetch(path, { method, headers: all, signal, ...said });
    } catch {
      throw new Fault("unreachable", null);
    }
    if (!response.ok) throw await faultOf(response);
    return response;
  }
}

/** Aborted by its time or by the other; phones of a few years ago have no `AbortSignal.any`. */
function until(ms: number, ending?: AbortSignal): AbortSignal {
  const timeout = AbortSignal.timeout(ms);
  if (ending === undefined) return timeout;
  const either = new AbortController();
  for (const signal of [timeout, ending]) {
    if (signal.aborted) either.abort();
    signal.addEventListener("abort", () => either.abort(), { once: true, signal: either.signal });
  }
  return either.signal;
}

/** Read a body that may break off half-way. */
async function answered(response: Response): Promise<unknown> {
  if (response.status === 204) return null;
  try {
    return await response.json();
  } catch {
    throw new Fault("unreachable", null);
  }
}

/** With the person: the browser's session may be another's by now, signed in on another page. */
function headersOf({ key, person, version }: Entry): Headers {
  return { "Idempotency-Key": key, "If-Person": person, ...(version === undefined ? {} : { "If-Match": `"${version}"` }) };
}

async function faultOf(response: Response): Promise<Fault> {
  const said: unknown = await response.json().catch(() => null);
  const told: object = typeof said === "object" && said !== null ? said : {};
  const retryAfter = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  const known = PROBLEM_CODES.find((name) => "code" in told && name === told.code);
  return new Fault(known ?? "unknown", response.status, {
    retryAfterS: Number.isNaN(retryAfter) ? null : retryAfter,
    pointer: "pointer" in told && typeof told.pointer === "string" ? told.pointer : null,
    currentVersion: "current_version" in told && typeof told.current_version === "number" ? told.current_version : null,
    patrol: "patrol" in told && typeof told.patrol === "string" ? told.patrol : null,
  });
}

/** A refusal that sending the same again, by the same person, would only repeat. */
function isFinal({ status }: Fault): boolean {
  return status !== null && status >= 400 && status < 500 && ![401, 408, 429].includes(status);
}
