import { randomBytes } from 'node:crypto';
import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { isRunning } from '@nhat/artifacts';
import { openStore } from '@nhat/store';
import { failureText } from './failure-text';
import { ownNodeRecord } from './node-record';
import { NeedsOwnProcess } from './own-process';
import { progressDisplay } from './progress-display';
import { runNode } from './run-node';

/** Milliseconds between looks at whether Nx is still there. */
const LOOK = 300;

/**
 * Runs nodes for run-node.bash until the run of Nx that it belongs to ends. A request is a line with the token and the
 * record of a node; the answer is what to print and an exit status, or nothing for a node that needs its own process.
 * Writes port and token into the file `address`, which only the user may read, and on standard output.
 */
export async function main([address]: string[]): Promise<void> {
  const token = randomBytes(16).toString('hex');
  const releases = new Set<() => void>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined); // Who asked is gone: its node is finished for the store.
    void requestOf(socket).then(async (line) => {
      if (!line.startsWith(`${token} `)) socket.destroy();
      else await answer(line.slice(token.length + 1), socket, releases);
    });
  });
  const stop = () => {
    releases.forEach((release) => release());
    rmSync(address!, { force: true });
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
  process.on('SIGHUP', () => undefined); // The terminal of the node that brought this worker is closed.
  process.stdout.on('error', () => undefined);
  const nx = Number(process.env['NX_INVOCATION_ROOT_PID']);
  setInterval(() => isRunning(nx) || stop(), LOOK);
  clearLeft(address!);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  writeFileSync(`${address}.part`, `${port} ${token}\n`, { mode: 0o600 });
  renameSync(`${address}.part`, address!);
  process.stdout.write(`${port} ${token}\n`);
}

/** The line that comes; empty when who asks goes away before its end. */
function requestOf(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    socket.setEncoding('utf8');
    for (const event of ['end', 'close']) socket.on(event, () => resolve(''));
    socket.on('data', (chunk: string) => {
      text += chunk;
      const end = text.indexOf('\n');
      if (end >= 0) resolve(text.slice(0, end));
    });
  });
}

async function answer(digest: string, socket: Socket, releases: Set<() => void>): Promise<void> {
  const print = (stream: 'out' | 'err') => (text: string) =>
    socket.write(text.replace(/\n?$/, '').replace(/^/gm, `${stream} `) + '\n');
  const root = process.cwd();
  const node = ownNodeRecord(root, { NHAT_NODE: digest });
  const progress = progressDisplay(node.name, { write: print('out') }, () => performance.now());
  const own: (() => void)[] = [];
  const onStop = (release: () => void) => {
    own.push(release);
    releases.add(release);
  };
  try {
    const store = openStore(root, process.env, print('err'));
    await runNode(node, { root, store, progress, onStop, shared: true });
    socket.end('exit 0\n');
  } catch (error) {
    if (!(error instanceof NeedsOwnProcess)) print('err')(failureText(node.name, error));
    socket.end(error instanceof NeedsOwnProcess ? '' : 'exit 1\n');
  } finally {
    own.forEach((release) => releases.delete(release));
  }
}

/** Removes addresses of this machine whose run of Nx is gone: their workers were killed. */
function clearLeft(address: string): void {
  const folder = dirname(address);
  const here = basename(address).replace(/\d+$/, '');
  for (const name of readdirSync(folder).filter((one) => one.startsWith(here))) {
    if (!isRunning(parseInt(name.slice(here.length)))) rmSync(join(folder, name), { force: true });
  }
}
