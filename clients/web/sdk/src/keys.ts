/** The browser's passkeys, as the SDK takes them: bytes there, base64url here. Decides nothing. */
import type { Keys } from "./sign_in.ts";
import type { Challenge, MadePasskey, PasskeyOffer, SignedChallenge } from "./wire.ts";

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

export function textOf(bytes: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

export function creationOf(offer: PasskeyOffer): PublicKeyCredentialCreationOptions {
  return {
    challenge: bytesOf(offer.challenge),
    rp: { id: offer.rp_id, name: offer.rp_id },
    user: { id: bytesOf(offer.user_id), name: offer.login, displayName: offer.name },
    pubKeyCredParams: offer.algorithms.map((alg) => ({ type: "public-key", alg })),
    excludeCredentials: offer.known.map((id) => ({ type: "public-key", id: bytesOf(id) })),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    attestation: "none",
  };
}

export function requestOf({ challenge, rp_id }: Challenge): PublicKeyCredentialRequestOptions {
  return { challenge: bytesOf(challenge), rpId: rp_id, userVerification: "required" };
}

/** Where the browser has passkeys at all: on secure origins. */
export const KEYS: Keys | null = "PublicKeyCredential" in globalThis ? { make, sign } : null;

async function make(offer: PasskeyOffer): Promise<MadePasskey | null> {
  const made = await asked(() => navigator.credentials.create({ publicKey: creationOf(offer) }));
  if (made === null || !(made.response instanceof AuthenticatorAttestationResponse)) return null;
  const { clientDataJSON, attestationObject } = made.response;
  return { id: made.id, client_data: textOf(clientDataJSON), attestation: textOf(attestationObject) };
}

async function sign(challenge: Challenge): Promise<SignedChallenge | null> {
  const signed = await asked(() => navigator.credentials.get({ publicKey: requestOf(challenge) }));
  if (signed === null || !(signed.response instanceof AuthenticatorAssertionResponse)) return null;
  const { clientDataJSON, authenticatorData, signature, userHandle } = signed.response;
  return {
    id: signed.id,
    client_data: textOf(clientDataJSON),
    authenticator_data: textOf(authenticatorData),
    signature: textOf(signature),
    user_handle: userHandle === null ? null : textOf(userHandle),
  };
}

/** Ask the device; that somebody closed its question, or that it has nothing that fits, is no fault. */
async function asked(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential | null> {
  try {
    const answer = await ask();
    return answer instanceof PublicKeyCredential ? answer : null;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}
