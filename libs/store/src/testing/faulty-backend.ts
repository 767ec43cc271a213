import type { StoreBackend } from '../store-backend';

export const FAULTS = ['throws', 'rejects', 'hangs', 'returns wrong bytes', 'truncates'] as const;
export type Fault = (typeof FAULTS)[number];

/** What every call of an unreachable backend does. */
const refusals: Partial<Record<Fault, () => Promise<never>>> = {
  throws: () => {
    throw new Error('no route to host');
  },
  rejects: () => Promise.reject(new Error('got status 503')),
  hangs: () => new Promise(() => undefined),
};

/** Returns the damaged bytes that arrive under this fault. */
const spoil = (fault: Fault, bytes: Uint8Array): Uint8Array =>
  fault === 'truncates' ? bytes.slice(0, -3) : bytes.map((byte) => byte ^ 1);

/** Wraps a backend that has the fault `fault` once it is set. */
export function faultyBackend(backend: StoreBackend): StoreBackend & { fault?: Fault } {
  const faulty: StoreBackend & { fault?: Fault } = {
    location: backend.location,
    get: async (path, limit) => {
      const { fault } = faulty;
      const refusal = fault && refusals[fault];
      if (refusal) return refusal();
      const entry = await backend.get(path, limit);
      if (fault === undefined || entry.kind !== 'file') return entry;
      return { kind: 'file', bytes: spoil(fault, entry.bytes) };
    },
    put: (path, bytes) => (faulty.fault && refusals[faulty.fault]?.()) ?? backend.put(path, bytes),
    has: (path) => (faulty.fault && refusals[faulty.fault]?.()) ?? backend.has(path),
  };
  return faulty;
}
