import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { LOADER } from '@nhat/runner/entry';
import { SERVER_FAULTS } from '@nhat/store/testing/cache-server';
import type { FaultKind, TrialContext, TrialResult } from './fault-kind';
import { FAILURES, judge } from './judge';
import { storedResults } from './results';

const SERVER = 'libs/store/src/testing/cache-server-main.ts';
const KINDS = ['nginx', 'bazel-remote'] as const;
const ROWS = [...SERVER_FAULTS, 'is down before', 'exits'] as const;

/** A run asks about so often. */
const REQUESTS = 60;

/** A team's store behind a server with a fault from the first or a later request on. Results are sent in one half of the trials, fetched in the other. */
export const serverKind: FaultKind = {
  trials: 4 * ROWS.length,
  run: async (context) => {
    const { root, trial, random } = context;
    const fault = ROWS[trial % ROWS.length]!;
    const kind = KINDS[Math.floor(trial / ROWS.length) % KINDS.length]!;
    const isFetching = random.chance(0.5);
    const after = random.chance(0.3) ? 0 : random.integer(REQUESTS);
    const server = await startServer(root, kind);
    try {
      const result = await disturb(context, server, { fault, after, isFetching });
      const words = isFetching ? 'fetching' : 'sending';
      return { ...result, fault: `${kind} ${fault} after ${after} requests, ${words}` };
    } finally {
      server.process.kill('SIGKILL');
    }
  },
};

interface RunningServer {
  url: string;
  process: ChildProcess;
}

async function startServer(root: string, kind: string): Promise<RunningServer> {
  const server = spawn(process.execPath, [join(root, LOADER), SERVER, kind], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(server.stdout, 'data')) as [Buffer];
  return { url: String(line).trim(), process: server };
}

async function disturb(
  { workspace, reference }: TrialContext,
  { url, process: server }: RunningServer,
  {
    fault,
    after,
    isFetching,
  }: { fault: (typeof ROWS)[number]; after: number; isFetching: boolean },
): Promise<TrialResult> {
  const environment = { NHAT_STORE: url };
  const settle = async (line: string) => {
    server.stdin!.write(`${line}\n?\n`);
    await once(server.stdout!, 'data');
  };
  if (isFetching) {
    await workspace.restore('finished');
    await workspace.run({ words: ['push', 'store'], environment });
  }
  await workspace.restore('cold');
  if (fault === 'is down before') {
    server.kill('SIGKILL');
    await once(server, 'close');
  } else await settle(`after ${after} ${fault}`);
  const before = storedResults(workspace.folder);
  const run = await workspace.run({ environment });
  const judgement = await judge({ workspace, reference, before, run, fetches: true });
  const isGone = fault === 'is down before' || fault === 'exits';
  if (isGone || FAILURES.includes(judgement.outcome)) return { row: fault, fault, ...judgement };
  // What the server has now must be right for another clone.
  await settle('');
  await workspace.restore('cold');
  const clone = await workspace.run({ environment });
  const later = await judge({
    workspace,
    reference,
    before: storedResults(workspace.folder),
    run: clone,
    fetches: true,
  });
  return { row: fault, fault, ...(FAILURES.includes(later.outcome) ? later : judgement) };
}
