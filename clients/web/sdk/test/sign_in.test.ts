/** The ways in: what is sent for each, and in which order. */
import { describe, expect, test } from "vitest";
import { Api } from "../src/api.ts";
import { bytesOf, creationOf, KEYS, requestOf, textOf } from "../src/keys.ts";
import * as ways from "../src/sign_in.ts";

const OFFER = {
  challenge: "AQID",
  rp_id: "deconflict.test",
  expires_at: "2026-12-01T08:05:00Z",
  user_id: "_-8",
  login: "salem@east",
  name: "Salem",
  algorithms: [-7],
  known: ["BAU"],
};
const SIGNED = { id: "BAU", client_data: "AA", authenticator_data: "AA", signature: "AA", user_handle: null };
const MADE = { id: "BAU", client_data: "AA", attestation: "AA" };
const WHO = { person: { id: "p" } };
const PROOF = { password: "right", code: null };

/** A service that answers in turn, and what it was asked. */
function answering(...answers: (object | null)[]) {
  const asked: [string, unknown][] = [];
  const api = new Api(async (path, request) => {
    asked.push([`${request.method} ${path}`, request.body === undefined ? null : JSON.parse(`${request.body}`)]);
    const answer = answers.shift() ?? null;
    return answer === null ? new Response(null, { status: 204 }) : new Response(JSON.stringify(answer));
  });
  return { api, asked };
}

test("a code is traded once, for what this device signs in with", async () => {
  const { api, asked } = answering({ id: "d1", secret: "s" }, { person: {} });
  await ways.signInByCode(api, "K7QM-2M4Q");
  expect(asked).toEqual([
    ["POST /v1/devices/enrol", { code: "K7QM-2M4Q" }],
    ["POST /v1/session", { device: "d1", secret: "s" }],
  ]);
});

describe("a passkey", () => {
  const keys: ways.Keys = { make: async () => MADE, sign: async () => SIGNED };
  const nothing: ways.Keys = { make: async () => null, sign: async () => null };

  test("signs the service's challenge to sign in", async () => {
    const { api, asked } = answering(OFFER, { person: {} });
    await ways.signInByPasskey(api, keys);
    expect(asked).toEqual([
      ["POST /v1/session/passkey", null],
      ["POST /v1/session", { passkey: SIGNED }],
    ]);
  });

  test("is added with the password", async () => {
    const { api, asked } = answering(OFFER, {});
    await ways.addPasskey(api, "laptop", PROOF, keys);
    expect(asked).toEqual([
      ["POST /v1/passkeys/offer", PROOF],
      ["POST /v1/passkeys", { name: "laptop", ...MADE }],
    ]);
  });

  test("is removed with the password", async () => {
    const { api, asked } = answering(null);
    await ways.removePasskey(api, "k/1", PROOF);
    expect(asked).toEqual([["POST /v1/passkeys/k%2F1/remove", PROOF]]);
  });

  test("that nobody shows is nothing more to ask about", async () => {
    expect(await ways.signInByPasskey(answering(OFFER).api, nothing)).toBeNull();
    expect(await ways.addPasskey(answering(OFFER).api, "laptop", PROOF, nothing)).toBeNull();
  });

  test("is asked for with its user verified, and bound to the host", () => {
    const made = creationOf(OFFER);
    expect(made.rp.id).toBe("deconflict.test");
    expect(made.authenticatorSelection).toEqual({ residentKey: "required", userVerification: "required" });
    expect(textOf(bytesOf(OFFER.user_id).buffer)).toBe(OFFER.user_id);
    expect(made.excludeCredentials?.map(({ id }) => textOf(bytesOf("BAU").buffer) === "BAU" && id)).toHaveLength(1);
    expect(requestOf(OFFER)).toMatchObject({ rpId: "deconflict.test", userVerification: "required" });
  });

  test("is offered nowhere that has none", () => {
    expect(KEYS).toBeNull();
  });
});

test.each<[string, (api: Api) => Promise<unknown>, object | null]>([
  ["GET /v1/sessions", (api) => ways.sessions(api), { sessions: [] }],
  ["DELETE /v1/sessions/s%2F1", (api) => ways.endSession(api, "s/1"), null],
  ["POST /v1/sessions/end-others", (api) => ways.endOtherSessions(api), { ended: 2 }],
  ["GET /v1/devices?limit=200", (api) => ways.devices(api), { devices: [] }],
  ["POST /v1/devices/own", (api) => ways.addDevice(api, "phone", PROOF), {}],
  ["POST /v1/devices/d1/revoke", (api) => ways.revokeDevice(api, "d1"), {}],
  ["GET /v1/second-factor", (api) => ways.secondFactor(api), {}],
  ["POST /v1/second-factor", (api) => ways.offerSecondFactor(api, PROOF), {}],
  ["POST /v1/second-factor/confirm", (api) => ways.confirmSecondFactor(api, "492039"), { recovery_codes: [] }],
  ["POST /v1/second-factor/remove", (api) => ways.removeSecondFactor(api, PROOF), null],
  ["GET /v1/passkeys", (api) => ways.passkeys(api), {}],
])("%s is asked", async (said, ask, answer) => {
  const { api, asked } = answering(answer);
  await ask(api);
  expect(asked.map(([what]) => what)).toEqual([said]);
});

test("who is there is asked only where the browser brings a session: being a stranger is no error", async () => {
  const { api, asked } = answering({ passkeys: false, brought: false }, { passkeys: false, brought: true }, WHO);
  expect(await ways.whoComes(api, await ways.waysIn(api))).toBeNull();
  expect(await ways.whoComes(api, await ways.waysIn(api))).toEqual(WHO);
  expect(asked.map(([call]) => call)).toEqual(["GET /v1/session/ways", "GET /v1/session/ways", "GET /v1/session"]);
});
