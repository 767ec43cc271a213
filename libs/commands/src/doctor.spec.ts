import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { keepSpeed, measuredSpeed } from '@nhat/engine/measured-speed';
import { tensorflowVersion } from '@nhat/engine/prepare/platform';
import { presentNames } from '@nhat/engine/testing/present-engines';

const root = path.resolve(__dirname, '../../..');

/** Of a process of its own, because libraries read these variables while they are loaded. */
function doctor(env: Record<string, string>, cache = temporaryFolder('doctor-cache')) {
  const args = ['tools/load.cjs', 'libs/commands/src/doctor.ts'];
  // What the doctor measures is kept beside the engines, and is not this machine's where a variable slows it down.
  const apart = { XDG_CACHE_HOME: cache };
  const run = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...apart, ...env },
  });
  return { status: run.status, stdout: run.stdout, stderr: run.stderr };
}

describe('nx doctor engine', () => {
  it('finds every gradient right where oneDNN has the instructions of AVX2 alone, of bfloat16 too', () => {
    const { status, stdout, stderr } = doctor({ ONEDNN_MAX_CPU_ISA: 'AVX2' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/\n\d+ gradients are right\.\n$/);
    const rows = stdout.split('\n').filter((line) => line.startsWith('right'));
    expect(rows.length).toBeGreaterThan(20);
    expect(new Set(rows.map((line) => line.search(/ b?float\d/))).size).toBe(1);
  });

  // Elsewhere nothing takes an operation from the engine; the absence of the engine is printed by `present-engines`.
  const hasOneDnn = process.arch === 'x64' && presentNames().includes('native');
  (hasOneDnn ? it : it.skip)(
    'goes on after an operation that the engine cannot compute, and keeps the speeds by which trainings chose',
    () => {
      const cache = temporaryFolder('doctor-kept');
      const kept = { float32: 1, bfloat16: 2 };
      withCache(cache, () => keepSpeed(tensorflowVersion, kept));
      const env = { TF_ENABLE_ONEDNN_OPTS: '0', ONEDNN_MAX_CPU_ISA: 'AVX2', NHAT_ENGINE: 'native' };
      const { status, stdout, stderr } = doctor(env, cache);
      expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
      expect(stdout).toMatch(/\nWRONG {2}conv2d 3×3 dilation 2 +float32 +not computed: .*dilation/);
      expect(stdout).toMatch(/\nright {2}logSumExp/);
      expect(stdout).toContain('auto takes bfloat16');
      expect(withCache(cache, () => measuredSpeed(tensorflowVersion))).toEqual(kept);
    },
  );
});

function withCache<T>(cache: string, run: () => T): T {
  const before = process.env['XDG_CACHE_HOME'];
  process.env['XDG_CACHE_HOME'] = cache;
  try {
    return run();
  } finally {
    if (before === undefined) delete process.env['XDG_CACHE_HOME'];
    else process.env['XDG_CACHE_HOME'] = before;
  }
}
