import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { actionKey, sha256 } from '@nhat/artifacts';
import type { Manifest } from '@nhat/artifacts';
import { jsonFlag, readFlags } from '@nhat/documents';
import { LOADER } from '@nhat/runner/entry';
import { openStore } from '@nhat/store';

const NODES = 1000;
/** Milliseconds a node, in a clone that takes one result after another. */
const TARGET = 10;
const SERVER = 'libs/store/src/testing/cache-server-main.ts';

/**
 * `nx bench store [--json]`: how long it takes to publish a thousand small results to a server on this machine, and to find them in
 * another clone, one after another and all at once. Returns 1 when finding takes longer than the target.
 */
export async function main(args: string[]): Promise<number> {
  const { json } = readFlags('nx bench store', args, jsonFlag);
  const folder = mkdtempSync(join(tmpdir(), 'nhat-bench-store-'));
  const server = spawn(process.execPath, [LOADER, SERVER, 'nginx'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    const url = String((await once(server.stdout, 'data'))[0]).trim();
    const milliseconds = await measure(folder, url);
    const row = { nodes: NODES, milliseconds, target: TARGET };
    const lines = Object.entries(milliseconds).map(
      ([what, ms]) =>
        `${what.padEnd(12)} ${ms.wall} ms a node, ${ms.processor} ms of processor time\n`,
    );
    process.stdout.write(json ? `${JSON.stringify(row)}\n` : lines.join(''));
    return milliseconds.findInTurn.wall <= TARGET ? 0 : 1;
  } finally {
    server.stdin.end();
    rmSync(folder, { recursive: true });
  }
}

async function measure(folder: string, url: string) {
  const environment = { NHAT_STORE: url, XDG_CONFIG_HOME: join(folder, 'config') };
  const clone = (name: string) => openStore(join(folder, name), environment);
  const writer = clone('writer');
  const results: Manifest[] = [];
  for (let seed = 0; seed < NODES; seed++) results.push(smallResult(seed));
  const publish = await perNode(async () => {
    for (const result of results) {
      await writer.writeBlob(weightsOf(result));
      await writer.publish(result);
    }
  });
  const [inTurn, atOnce] = [clone('in-turn'), clone('at-once')];
  const found = async (store: typeof writer, { actionKey: key }: Manifest) => {
    if ((await store.find(key)) === undefined) throw new Error(`${key} was not found again`);
  };
  const findInTurn = await perNode(async () => {
    for (const result of results) await found(inTurn, result);
  });
  const findAtOnce = await perNode(() => Promise.all(results.map((one) => found(atOnce, one))));
  return { publish, findInTurn, findAtOnce };
}

interface PerNode {
  wall: number;
  /** Of this process: what remains of it on a busy machine. */
  processor: number;
}

async function perNode(act: () => Promise<unknown>): Promise<PerNode> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  await act();
  const { user, system } = process.cpuUsage(before);
  const rounded = (ms: number) => Number((ms / NODES).toFixed(2));
  return { wall: rounded(performance.now() - start), processor: rounded((user + system) / 1000) };
}

const weightsOf = ({ config }: Pick<Manifest, 'config'>): Buffer =>
  Buffer.alloc(3000, `weights of seed ${String(config['seed'])}, `);

/** As large as the manifest of a training. */
function smallResult(seed: number): Manifest {
  const [stage, config] = ['bench', { seed }];
  const ingredients = { code: 'c'.repeat(64), upstream: [] };
  return {
    ...{ format: 1, node: `bench-${seed}`, stage, config, bundle: 'bundle-bench', ingredients },
    actionKey: actionKey(stage, config, ingredients),
    outputs: { stage, blobs: { weights: sha256(weightsOf({ config })) }, scores: {} },
    ran: {
      ...{ host: '', platform: '', nodeVersion: '', startedAt: '', seconds: 1 },
      facts: { losses: Array.from({ length: 300 }, (_, step) => step / 7) },
    },
  };
}
