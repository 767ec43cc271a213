import { createInterface } from 'node:readline';
import { cacheServer } from './cache-server';
import type { ServerFault, ServerKind } from './cache-server';

/**
 * A server in a process of its own, for tests whose own process waits: `KIND [WRITE_TOKEN [READ_TOKEN]]`. Prints its address. A line
 * on standard input is a fault from then on, an empty one ends it; `?` prints the requests so far as JSON.
 */
export async function main([kind, writeToken, readToken]: string[]): Promise<void> {
  const server = await cacheServer(kind as ServerKind, {
    ...(writeToken && { writeToken }),
    ...(readToken && { readToken }),
  });
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (text) => {
    if (text === '?') process.stdout.write(`${JSON.stringify(server.requests)}\n`);
    else server.fault = text === '' ? undefined : (text as ServerFault);
  });
  lines.on('close', () => process.exit(0));
  process.stdout.write(`${server.url}\n`);
}
