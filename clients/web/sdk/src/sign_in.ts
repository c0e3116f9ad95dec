/** The ways in, and one's own list of them: codes, passkeys, a second factor, sessions and devices. */
import type { Api } from "./api.ts";
import type {
  Challenge,
  FactorOffer,
  FactorState,
  ListedDevice,
  MadePasskey,
  OpenSession,
  OwnDevice,
  Passkey,
  PasskeyOffer,
  Passkeys,
  Proof,
  SignedChallenge,
  Ways,
  Who,
} from "./wire.ts";

/** The browser's own passkeys; null where somebody thinks better of it, or the device has none. */
export interface Keys {
  make(offer: PasskeyOffer): Promise<MadePasskey | null>;
  sign(challenge: Challenge): Promise<SignedChallenge | null>;
}

const DEVICES = 200;

/** What can be known before anybody has signed in: which ways there are, and whether the browser brings a session. */
export async function waysIn(api: Api): Promise<Ways> {
  return api.json("GET", "/v1/session/ways");
}

/** Whose session the browser brings; null, without asking, where it brings none. */
export async function whoComes(api: Api, { brought }: Ways): Promise<Who | null> {
  return brought ? api.whoAmI() : null;
}

/** Trade a code that was made elsewhere, once: from then on this device is on the list of whoever made it. */
export async function signInByCode(api: Api, code: string): Promise<Who> {
  const { id, secret } = await api.json<{ id: string; secret: string }>("POST", "/v1/devices/enrol", { code });
  return api.json("POST", "/v1/session", { device: id, secret });
}

/** Null: nobody signed. */
export async function signInByPasskey(api: Api, keys: Keys): Promise<Who | null> {
  const signed = await keys.sign(await api.json("POST", "/v1/session/passkey"));
  return signed === null ? null : api.json("POST", "/v1/session", { passkey: signed });
}

export async function sessions(api: Api): Promise<readonly OpenSession[]> {
  return (await api.json<{ sessions: OpenSession[] }>("GET", "/v1/sessions")).sessions;
}

export async function endSession(api: Api, session: string): Promise<void> {
  await api.ask("DELETE", `/v1/sessions/${encodeURIComponent(session)}`);
}

export async function endOtherSessions(api: Api): Promise<number> {
  return (await api.json<{ ended: number }>("POST", "/v1/sessions/end-others")).ended;
}

/** One's own devices; an officer's list has those of the party's units as well. */
export async function devices(api: Api): Promise<readonly ListedDevice[]> {
  return (await api.json<{ devices: ListedDevice[] }>("GET", `/v1/devices?limit=${DEVICES}`)).devices;
}

export async function addDevice(api: Api, name: string, proof: Proof): Promise<OwnDevice> {
  return api.json("POST", "/v1/devices/own", { name, ...proof });
}

export async function revokeDevice(api: Api, device: string): Promise<ListedDevice> {
  return api.json("POST", `/v1/devices/${encodeURIComponent(device)}/revoke`);
}

export async function secondFactor(api: Api): Promise<FactorState> {
  return api.json("GET", "/v1/second-factor");
}

export async function offerSecondFactor(api: Api, proof: Proof): Promise<FactorOffer> {
  return api.json("POST", "/v1/second-factor", proof);
}

/** Recovery codes, told this once. */
export async function confirmSecondFactor(api: Api, code: string): Promise<readonly string[]> {
  const confirmed = await api.json<{ recovery_codes: string[] }>("POST", "/v1/second-factor/confirm", { code });
  return confirmed.recovery_codes;
}

export async function removeSecondFactor(api: Api, proof: Proof): Promise<void> {
  await api.ask("POST", "/v1/second-factor/remove", proof);
}

export async function passkeys(api: Api): Promise<Passkeys> {
  return api.json("GET", "/v1/passkeys");
}

/** Null: the device made none. */
export async function addPasskey(api: Api, name: string, proof: Proof, keys: Keys): Promise<Passkey | null> {
  const made = await keys.make(await api.json("POST", "/v1/passkeys/offer", proof));
  return made === null ? null : api.json("POST", "/v1/passkeys", { name, ...made });
}

export async function removePasskey(api: Api, passkey: string, proof: Proof): Promise<void> {
  await api.ask("POST", `/v1/passkeys/${encodeURIComponent(passkey)}/remove`, proof);
}

/** Change one's own password; one's other sessions end. */
export async function changePassword(api: Api, proof: Proof, another: string): Promise<void> {
  await api.ask("PUT", "/v1/session/password", { ...proof, new_password: another });
}
