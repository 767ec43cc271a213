import { scheduleCounts, simulateStore } from './simulate-store';

export async function main(): Promise<void> {
  const [seeds = '1000', from = '0', lines = '0', most = '20'] = process.argv.slice(2);
  const start = performance.now();
  const counts = await simulateStore({
    seeds: Number(seeds),
    from: Number(from),
    traceLines: Number(lines),
    mostFailures: Number(most),
  });
  for (const { seed, what, setting, trace } of counts.failures.slice(0, lines === '0' ? 0 : 1)) {
    console.log(`\nseed ${seed}: ${what.join('\n  ')}\n${setting}\n${trace}`);
  }
  console.log(counts.failures.map(({ seed, what }) => `seed ${seed}: ${what[0]}`).join('\n'));
  console.log(
    scheduleCounts(counts),
    counts.operations,
    Math.round(performance.now() - start),
    'ms',
  );
}
