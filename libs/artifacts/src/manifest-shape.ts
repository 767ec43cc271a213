import { isDigest } from './digest-text';
import type { Manifest } from './manifest';

type Check = (value: unknown) => boolean;

/**
 * Whether a value has every key of a manifest, each of its type, and no other key. Names may become parts of paths and
 * commands, so they consist of letters, digits, hyphens and dots; digests have 64 hex digits. The checks are written out,
 * because loading a schema validator costs more than starting a node.
 */
export const isManifest = (value: unknown): value is Manifest => manifest(value);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const text =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === 'string' && value.length <= 1000 && pattern.test(value);

const object =
  (parts: Record<string, Check>): Check =>
  (value) =>
    isRecord(value) &&
    Object.keys(value).length === Object.keys(parts).length &&
    Object.entries(parts).every(([key, check]) => Object.hasOwn(value, key) && check(value[key]));

/** `object` where further parts may be absent. */
const objectWith =
  (parts: Record<string, Check>, others: Record<string, Check>): Check =>
  (value) =>
    isRecord(value) &&
    object({
      ...parts,
      ...Object.fromEntries(Object.entries(others).filter(([key]) => Object.hasOwn(value, key))),
    })(value);

const entries =
  (key: Check, check: Check): Check =>
  (value) =>
    isRecord(value) && Object.entries(value).every(([name, entry]) => key(name) && check(entry));

const list =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);

const anyText = text(/^/);
const name = text(/^[A-Za-z0-9][\w.-]*$/);
const word = text(/^[\w-]+$/);
const seconds: Check = (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0;

const manifest = object({
  format: (value) => value === 1,
  node: name,
  stage: text(/^[a-z-]+$/),
  config: isRecord,
  bundle: text(/^bundle-[\w-]+$/),
  actionKey: isDigest,
  ingredients: objectWith(
    { code: isDigest, upstream: list(object({ role: word, node: name, outputs: isDigest })) },
    { files: list(object({ name: anyText, sha256: isDigest })) },
  ),
  outputs: object({
    stage: text(/^[a-z-]+$/),
    blobs: entries(word, isDigest),
    scores: isRecord,
  }),
  ran: object({
    host: anyText,
    platform: anyText,
    nodeVersion: anyText,
    startedAt: anyText,
    seconds,
    facts: isRecord,
  }),
});
