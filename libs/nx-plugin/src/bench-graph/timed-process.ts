import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { treeMegabytes } from './process-tree';

export interface TimedRun {
  ms: number;
  /** Peak resident MB of the process and all its children, sampled ten times a second. */
  peakMb: number;
  output: string;
}

const SAMPLE_MS = 100;

/** Runs a command to its end; throws with what it printed when it fails. */
export async function timedProcess(
  command: string,
  args: readonly string[],
  { cwd, env }: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<TimedRun> {
  const start = performance.now();
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  let peakMb = 0;
  const timer = setInterval(() => {
    peakMb = Math.max(peakMb, treeMegabytes(child.pid!));
  }, SAMPLE_MS);
  const [code] = (await once(child, 'close')) as [number | null];
  clearInterval(timer);
  const output = Buffer.concat(chunks).toString('utf8');
  if (code !== 0) throw new Error(`${command} ${args.join(' ')}: exit ${code}\n${output}`);
  return { ms: performance.now() - start, peakMb, output };
}
