import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(__dirname, '../../../..');

it('multiplies matrices where oneDNN has AVX2 alone while a profiler interrupts it all the time', () => {
  const entry = 'libs/engine/src/testing/profiled-products.ts';
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    ['tools/load.cjs', entry],
    { cwd: root, encoding: 'utf8', env: { ...process.env, ONEDNN_MAX_CPU_ISA: 'AVX2' } },
  );
  expect({ status, signal, stdout, stderr }).toEqual({
    ...{ status: 0, signal: null, stdout: 'whole\n', stderr: '' },
  });
});
