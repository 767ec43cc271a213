const DIGEST = /^[0-9a-f]{64}$/;

/** Whether a value is the text of a SHA-256: 64 lower-case hex digits. Only such a text may become a part of a path. */
export const isDigest = (value: unknown): value is string =>
  typeof value === 'string' && DIGEST.test(value);
