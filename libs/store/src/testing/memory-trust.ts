import { generateKeyPairSync } from 'node:crypto';
import type { Trust } from '../signing/trust';
import { writerOf } from '../signing/writer-identity';
import type { Writer } from '../signing/writer-identity';

/** A writer with a new key. */
export const newWriter = (): Writer =>
  writerOf(
    String(generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' })),
  );

/** Trust that lies in no file: in the writer, and in others by name. */
export const memoryTrust = (writer: Writer, others: Record<string, Writer> = {}): Trust => ({
  writer: () => writer,
  nameOf: (id) =>
    id === writer.id ? 'you' : Object.keys(others).find((name) => others[name]!.id === id),
});
