import type { EntryPath, StoreBackend } from '@nhat/store';
import { Unavailable } from '@nhat/store/unavailable';
import type { Draw } from './draw';
import type { SimulatedProcess } from './simulated-world';

/** The entries of a store on a server, which keeps the first result under a key. */
export class SimulatedServer {
  readonly entries = new Map<string, Buffer>();
  /** The probability that a request, or its answer, gets lost. */
  loss = 0;

  constructor(private readonly draw: Draw) {}

  /** The server as this process reaches it: it asks three times, as the client of a server does. */
  backendFor(process: SimulatedProcess): StoreBackend {
    const { entries } = this;
    const nameOf = ({ kind, digest }: EntryPath) => `${kind}/${digest}`;
    const loses = () => this.draw.happens(this.loss);
    async function ask<Answer>(act: () => Answer): Promise<Answer> {
      for (let tried = 0; tried < 3; tried++) {
        const answer = await process.perform(
          (function* () {
            yield;
            if (loses()) return undefined;
            const answer = { answer: act() };
            yield;
            return loses() ? undefined : answer;
          })(),
        );
        if (answer !== undefined) return answer.answer;
        await process.sleep(200 * 2 ** tried);
      }
      throw new Unavailable('no answer');
    }
    return {
      location: 'https://store.simulated',
      longestMs: 3_600_000,
      get: (path, limit) =>
        ask(() => {
          const bytes = entries.get(nameOf(path));
          if (bytes === undefined) return { kind: 'missing' };
          if (bytes.length > limit) return { kind: 'damaged', why: 'too large' };
          return { kind: 'file', bytes: Buffer.from(bytes) };
        }),
      put: (path, bytes) =>
        ask(() => {
          if (path.kind === 'ac' && entries.has(nameOf(path))) return;
          entries.set(nameOf(path), Buffer.from(bytes));
        }),
      has: (path) => ask(() => entries.has(nameOf(path))),
    };
  }
}
