import { createInterface } from 'node:readline';
import { cacheServer } from './cache-server';
import type { ServerFault, ServerKind } from './cache-server';

/**
 * A server in a process of its own, for tests whose own process waits: `KIND [WRITE_TOKEN [READ_TOKEN]]`. Prints its address. A line
 * on standard input is a fault from then on, an empty one ends it; `after 7 hangs` is one from the eighth request on, and may also be
 * `exits`; `?` prints the requests so far as JSON.
 */
export async function main([kind, writeToken, readToken]: string[]): Promise<void> {
  const server = await cacheServer(kind as ServerKind, {
    ...(writeToken && { writeToken }),
    ...(readToken && { readToken }),
  });
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (text) => {
    if (text === '?') process.stdout.write(`${JSON.stringify(server.requests)}\n`);
    else {
      const [, count, fault] = /^after (\d+) (.*)$/.exec(text) ?? [, '0', text];
      const last = server.requests.length + Number(count);
      server.fault = fault === '' ? undefined : (fault as ServerFault);
      server.faulty = () => {
        const isLater = server.requests.length > last;
        if (isLater && fault === 'exits') process.exit(0);
        return isLater;
      };
    }
  });
  lines.on('close', () => process.exit(0));
  process.stdout.write(`${server.url}\n`);
}
