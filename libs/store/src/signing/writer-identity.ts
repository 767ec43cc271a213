import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** What a signature covers. */
export interface SignedFacts {
  /** Action key of a result. */
  actionKey: string;
  /** Checksum of its manifest: a digest over all that is in it, the digests of its blobs included. */
  checksum: string;
}

/** Who publishes results. */
export interface Writer {
  /** `ed25519:` and the 32 bytes of the public key in base64url. */
  id: string;
  /** Base64url. */
  sign(facts: SignedFacts): string;
}

const ID = /^ed25519:[A-Za-z0-9_-]{43}$/;

export const isWriterId = (value: unknown): value is string =>
  typeof value === 'string' && ID.test(value);

/** The writer whose private key (Ed25519) this is, in PEM. Throws for a text that holds no such key. */
export function writerOf(pem: string): Writer {
  const key = createPrivateKey(pem);
  if (key.asymmetricKeyType !== 'ed25519') throw new TypeError('not an Ed25519 key');
  const id = idOf(createPublicKey(key));
  return { id, sign: (facts) => sign(null, message(id, facts), key).toString('base64url') };
}

/** Whether the writer with this id made the signature. False for whatever is no id or no signature. */
export function isSignedBy(id: string, facts: SignedFacts, signature: string): boolean {
  if (!isWriterId(id) || !/^[A-Za-z0-9_-]{86}$/.test(signature)) return false;
  try {
    return verify(null, message(id, facts), keyOf(id), Buffer.from(signature, 'base64url'));
  } catch {
    return false; // 32 bytes that are no point of the curve.
  }
}

const message = (id: string, { actionKey, checksum }: SignedFacts): Buffer =>
  Buffer.from(`nhat-signed-result-1\n${id}\n${actionKey}\n${checksum}\n`);

const idOf = (key: KeyObject): string => `ed25519:${key.export({ format: 'jwk' }).x}`;

const keyOf = (id: string): KeyObject =>
  createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: id.slice('ed25519:'.length) },
    format: 'jwk',
  });
