import { Session } from 'node:inspector';
import { matMul, openEngine, tensor2d, tidy } from '..';

/** Multiplies matrices for a second while a profiler interrupts this thread 10,000 times a second. */
export async function main(): Promise<void> {
  await openEngine();
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.setSamplingInterval', { interval: 100 });
  session.post('Profiler.start');
  const values = (size: number) => new Float32Array(size).fill(0.5);
  const end = performance.now() + 1000;
  let products = 0;
  for (; performance.now() < end; products++) {
    tidy(() =>
      matMul(tensor2d(values(67 * 515), [67, 515]), tensor2d(values(515 * 129), [515, 129])),
    );
  }
  session.post('Profiler.stop', () => process.stdout.write(products > 0 ? 'whole\n' : 'none\n'));
}
