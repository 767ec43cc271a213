import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const CLIENT = join(__dirname, '../run-node.bash');

/** The start time of this process, which is a part of the address. */
const born = () =>
  readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')[19];

const variables = {
  ...{ PATH: process.env['PATH'], HOSTNAME: 'host', NHAT_EXECUTOR: 'slurm' },
  ...{ NX_INVOCATION_ROOT_PID: String(process.pid), NHAT_NODE: 'a'.repeat(64) },
};

it('waits on a cluster for a worker that is starting, and starts no process of its own', async () => {
  const root = mkdtempSync(join(tmpdir(), 'nhat-waits-'));
  const workers = join(root, '.nhat', 'workers');
  mkdirSync(workers, { recursive: true });
  const address = join(workers, `host-${process.pid}-${born()}`);
  writeFileSync(address, ''); // Another node has just begun to start the worker.
  const server = createServer((socket) => {
    socket.once('data', () => socket.write('reply\n'));
    setTimeout(() => socket.end('exit 7\n'), 300);
  });
  try {
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const client = spawn('bash', [CLIENT], { cwd: root, env: variables, stdio: 'ignore' });
    const ended = once(client, 'exit');
    await sleep(1500);
    expect(client.exitCode).toBeNull();
    writeFileSync(address, `${(server.address() as AddressInfo).port} token reply\n`);
    expect(await ended).toEqual([7, null]);
  } finally {
    server.close();
    rmSync(root, { recursive: true, force: true });
  }
});

/** Stands for the loader: the worker ends when a file says so, without an address, and a node on its own with a status of its own. */
const LOADER = `
const { existsSync, writeFileSync } = require('node:fs');
if (!process.argv[2].endsWith('worker.ts')) process.exit(7);
writeFileSync('begun', '');
const look = () => (existsSync('end') ? process.exit(1) : setTimeout(look, 20));
look();
`;

/** A folder with this loader, and what starts a node there. */
function stoodIn(executor: string) {
  const root = mkdtempSync(join(tmpdir(), 'nhat-waits-'));
  mkdirSync(join(root, 'tools'));
  writeFileSync(join(root, 'tools', 'load.cjs'), LOADER);
  const env = { ...variables, NHAT_EXECUTOR: executor };
  const start = () => {
    const child = spawn('bash', [CLIENT], { cwd: root, env, stdio: 'ignore' });
    return { child, ended: once(child, 'exit') };
  };
  return { root, start };
}

it('waits elsewhere for a worker that starts in less than two seconds, and no longer', async () => {
  const { root, start } = stoodIn('');
  try {
    const starter = start();
    while (!existsSync(join(root, 'begun'))) await sleep(20);
    const since = performance.now();
    expect(await start().ended).toEqual([7, null]); // On its own.
    expect(performance.now() - since).toBeGreaterThan(1900);
    expect(starter.child.exitCode).toBeNull();
    writeFileSync(join(root, 'end'), '');
    expect(await starter.ended).toEqual([7, null]);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

it('lets nodes on a cluster go on alone as soon as their worker has ended without an address', async () => {
  const { root, start } = stoodIn(variables.NHAT_EXECUTOR);
  try {
    const starter = start();
    while (!existsSync(join(root, 'begun'))) await sleep(20);
    const waiting = [start(), start()];
    await sleep(1500);
    expect(waiting.map(({ child }) => child.exitCode)).toEqual([null, null]);
    writeFileSync(join(root, 'end'), '');
    const since = performance.now();
    for (const { ended } of [starter, ...waiting, start()]) expect(await ended).toEqual([7, null]);
    // A node gives up a worker that says nothing after two minutes.
    expect(performance.now() - since).toBeLessThan(60_000);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
