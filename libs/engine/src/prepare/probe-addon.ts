import { Unavailable } from './libraries';
import type { ProbeResult } from './probe-main';
import { runCommand } from './run-command';

/** Loads the addon of a folder in a child process and throws unless it computes with the expected version. */
export async function probeAddon(
  folder: string,
  root: string,
  expected: { version: string; gpu: boolean },
  log: string,
): Promise<ProbeResult> {
  const args = ['tools/load.cjs', 'libs/engine/src/prepare/probe-main.ts', folder];
  const env = { TF_CPP_MIN_LOG_LEVEL: expected.gpu ? '0' : '3' };
  const answer = await runCommand(
    process.execPath,
    args.map((arg, i) => (i === 0 ? `${root}/${arg}` : arg)),
    {
      timeoutMs: 120_000,
      log,
      env,
    },
  );
  if (!answer.ok) throw new Unavailable(`the addon does not load: ${answer.why}`);
  const result = JSON.parse(answer.stdout.trim().split('\n').at(-1)!) as ProbeResult;
  const { version, gpu, missing, product } = result;
  if (version !== expected.version) {
    throw new Unavailable(`TensorFlow is ${version}, not ${expected.version}`);
  }
  if (missing.length > 0) throw new Unavailable(`TensorFlow lacks ${missing.join(', ')}`);
  if (product !== 12) throw new Unavailable(`TensorFlow computes 3 · 4 = ${product}`);
  if (expected.gpu && !gpu) throw new Unavailable(`TensorFlow does not use the GPU (see ${log})`);
  return result;
}
