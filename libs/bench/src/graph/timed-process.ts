import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { treeMegabytes } from './process-tree';

export interface TimedRun {
  ms: number;
  output: string;
}

interface Place {
  cwd: string;
  env: NodeJS.ProcessEnv;
}

const SAMPLE_MS = 100;

/** Runs a command to its end; throws with what it printed when it fails. */
export async function timedProcess(
  command: string,
  args: readonly string[],
  place: Place,
  started: (pid: number) => void = () => undefined,
): Promise<TimedRun> {
  const start = performance.now();
  const child = spawn(command, args, { ...place, stdio: ['ignore', 'pipe', 'pipe'] });
  started(child.pid!);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  const output = Buffer.concat(chunks).toString('utf8');
  if (code !== 0) throw new Error(`${command} ${args.join(' ')}: exit ${code}\n${output}`);
  return { ms: performance.now() - start, output };
}

/** Peak resident MB of a command and all its children, sampled ten times a second, which slows it. */
export async function peakMegabytes(
  command: string,
  args: readonly string[],
  place: Place,
): Promise<number> {
  let peak = 0;
  let timer: NodeJS.Timeout | undefined;
  await timedProcess(command, args, place, (pid) => {
    timer = setInterval(() => {
      peak = Math.max(peak, treeMegabytes(pid));
    }, SAMPLE_MS);
  }).finally(() => clearInterval(timer));
  return peak;
}
