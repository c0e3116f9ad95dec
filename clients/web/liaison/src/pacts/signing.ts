/**
 * Signing (Ed25519) with a key that is made on this device and never leaves it. Where the browser's own cryptography
 * can (secure origins), no script can read the private half; elsewhere it is kept as bytes.
 */
import { ed25519 } from "@noble/curves/ed25519.js";

export type Private = CryptoKey | Uint8Array;

export interface Pair {
  readonly privateKey: Private;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
}

const NAME = "Ed25519";

/** The browser's own; undefined on plain http, and null in those that do not know these keys. */
const subtle = (): SubtleCrypto | undefined => globalThis.crypto.subtle;

export async function makePair(own: SubtleCrypto | undefined = subtle()): Promise<Pair> {
  const made = own === undefined ? null : await ofBrowser(own);
  if (made !== null) return made;
  const { secretKey, publicKey } = ed25519.keygen();
  return { privateKey: secretKey, publicKey };
}

async function ofBrowser(own: SubtleCrypto): Promise<Pair | null> {
  try {
    const { privateKey, publicKey } = (await own.generateKey(NAME, false, ["sign", "verify"])) as CryptoKeyPair;
    return { privateKey, publicKey: new Uint8Array(await own.exportKey("raw", publicKey)) };
  } catch (fault) {
    if (fault instanceof DOMException && fault.name === "NotSupportedError") return null;
    throw fault;
  }
}

export async function signWith(key: Private, bytes: Uint8Array): Promise<Uint8Array> {
  if (key instanceof Uint8Array) return ed25519.sign(bytes, key);
  return new Uint8Array(await globalThis.crypto.subtle.sign(NAME, key, new Uint8Array(bytes)));
}

export const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
