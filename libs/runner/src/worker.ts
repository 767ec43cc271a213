import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { isRunning } from '@nhat/artifacts';
import { openStore } from '@nhat/store';
import type { Store } from '@nhat/store';
import type { SlurmDriver } from '@nhat/slurm';
import { clusterOf, runOnCluster } from './cluster-node';
import { failureText } from './failure-text';
import { liveProgress } from './live-progress';
import { bundleRecord, makeBundle } from './make-bundle';
import { ownNodeRecord } from './node-record';
import { NeedsOwnProcess } from './own-process';
import { progressDisplay } from './progress-display';
import { runNode } from './run-node';
import { clearLeft, writeAddress } from './worker-address';

/** Milliseconds between two checks that Nx still runs. */
const LOOK_MS = 300;

/** The largest length of a line, in characters. */
const MAX_LINE = 65_536;

const secret = (): string => randomBytes(16).toString('hex');

/**
 * Runs nodes and makes bundles for run-node.bash until the Nx run that it belongs to ends. A client sends the token and receives the
 * second secret, which identifies this worker. Then it sends the digest of a node's record, or the word `bundle`, and the variables
 * of its environment; for a bundle a second line has its record. The answer consists of the lines to print and an exit status. It is
 * empty for what needs its own process: a node with native code, unless that runs on a cluster, or anything with other variables than
 * `settings`. Writes port, token and second secret to the file `address`, which only the user may read, and to standard output.
 */
export async function main([address, settings = '']: string[]): Promise<void> {
  const [token, reply] = [secret(), secret()];
  const releases = new Set<() => void>();
  const openOnce = sharedStore(process.cwd());
  const cluster = clusterOf(process.cwd(), process.env);
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined); // The client is gone; its node is finished nevertheless, for the store.
    const nextLine = linesOf(socket);
    void (async () => {
      if ((await nextLine()) !== token) return socket.destroy();
      socket.write(`${reply}\n`);
      const line = await nextLine();
      const [digest] = line.split(' ', 1);
      if (line.slice(digest!.length + 1) !== settings) return socket.destroy();
      if (digest === BUNDLE) return answerBundle(await nextLine(), socket);
      await answer(digest!, socket, releases, openOnce, cluster);
    })();
  });
  const stop = () => {
    releases.forEach((release) => release());
    rmSync(address!, { force: true });
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
  process.on('SIGHUP', () => undefined); // The terminal of the node that started this worker is closed.
  process.stdout.on('error', () => undefined);
  const nx = Number(process.env['NX_INVOCATION_ROOT_PID']);
  // The server keeps the process alive; a worker that fails before it listens ends, because a node waits for its address.
  setInterval(() => isRunning(nx) || stop(), LOOK_MS).unref();
  clearLeft(address!);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  const line = `${port} ${token} ${reply}`;
  writeAddress(address!, line);
  process.stdout.write(`${line}\n`);
}

/** Returns the lines of a socket one by one; an empty one when the client leaves early or sends too much. */
function linesOf(socket: Socket): () => Promise<string> {
  let text = '';
  let ended = false;
  let look = (): void => undefined;
  socket.setEncoding('utf8');
  for (const event of ['end', 'close']) socket.on(event, () => ((ended = true), look()));
  socket.on('data', (chunk: string) => {
    text += chunk;
    if (text.length > MAX_LINE) socket.destroy();
    look();
  });
  return () =>
    new Promise((resolve) => {
      look = () => {
        const end = text.indexOf('\n');
        if (end < 0 && !ended) return;
        resolve(end < 0 ? '' : text.slice(0, end));
        text = text.slice(end + 1);
        look = () => undefined;
      };
      look();
    });
}

/** Stands in the place of the digest of a node. */
const BUNDLE = 'bundle';

async function answerBundle(json: string, socket: Socket): Promise<void> {
  let name = 'NHAT_BUNDLE';
  try {
    const bundle = bundleRecord(json);
    name = bundle.name;
    printer(socket, 'out')(await makeBundle(process.cwd(), bundle));
    socket.end(`exit 0 artifacts/${name}/bundle.cjs\n`);
  } catch (error) {
    printer(socket, 'err')(failureText(name, error));
    socket.end('exit 1\n');
  }
}

const printer = (socket: Socket, stream: 'out' | 'err') => (text: string) =>
  socket.write(text.replace(/\n?$/, '').replace(/^/gm, `${stream} `) + '\n');

const DONE = { status: 0, message: '' };

type Warn = (line: string) => void;

/**
 * Gives all nodes of this process one store, so that an unavailable remote store costs one wait and one warning. A warning goes
 * to the node that started last among the running ones. `leave` must be called when a node has ended.
 */
function sharedStore(root: string): (warn: Warn) => { store: Store; leave: () => void } {
  let store: Store | undefined;
  const running = new Set<Warn>();
  const warnLast = (line: string) => [...running].at(-1)?.(line);
  return (warn) => {
    store ??= openStore(root, process.env, warnLast);
    running.add(warn);
    return { store, leave: () => void running.delete(warn) };
  };
}

async function answer(
  digest: string,
  socket: Socket,
  releases: Set<() => void>,
  openOnce: ReturnType<typeof sharedStore>,
  cluster: SlurmDriver | undefined,
): Promise<void> {
  const print = (stream: 'out' | 'err') => printer(socket, stream);
  const root = process.cwd();
  const ownReleases: (() => void)[] = [];
  const onStop = (release: () => void) => {
    ownReleases.push(release);
    releases.add(release);
  };
  let name = 'NHAT_NODE';
  let leaveStore = (): void => undefined;
  let fail: (text: string) => void = () => undefined;
  try {
    const node = ownNodeRecord(root, { NHAT_NODE: digest });
    name = node.name;
    const log = progressDisplay(name, { write: print('out') }, () => performance.now());
    const { progress, live } = liveProgress(root, node, log);
    fail = live.fail;
    const { store, leave } = openOnce(print('err'));
    leaveStore = leave;
    const context = { root, store, progress, live, onStop };
    const { status, message } = await (cluster === undefined
      ? runNode(node, { ...context, shared: true }).then(() => DONE)
      : runOnCluster(node, digest, context, cluster, print('out')));
    if (message !== '') print('err')(message);
    socket.end(status === 0 ? `exit 0 artifacts/${name}/outputs.json\n` : `exit ${status}\n`);
  } catch (error) {
    if (!(error instanceof NeedsOwnProcess)) {
      const text = failureText(name, error);
      fail(text);
      print('err')(text);
    }
    socket.end(error instanceof NeedsOwnProcess ? '' : 'exit 1\n');
  } finally {
    ownReleases.forEach((release) => releases.delete(release));
    leaveStore();
  }
}
