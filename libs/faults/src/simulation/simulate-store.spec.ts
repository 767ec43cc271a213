import { join } from 'node:path';
import type { StoreBackend } from '@nhat/store';
import type { Plant } from './run-schedule';
import { failureText, scheduleCounts } from './run-schedules';
import { simulateStore } from './simulate-store';

/** Seeds of schedules that broke a rule once, and what the program did wrong. */
const FOUND: [seed: number, fault: string][] = [
  [89, 'a process moved away what another had written in the place of a damaged file'],
  [100, 'a lock was never free where the system does not tell when processes started'],
  [503, 'a copy from the server replaced a result of this workspace'],
];

describe('drivers that share a store', () => {
  it('break no rule in any schedule', async () => {
    const counts = await simulateStore({ seeds: 150, mostFailures: 1 });
    expect(counts.failures.map(failureText)).toEqual([]);
    expect(scheduleCounts(counts)).toBe(
      '150 schedules of a shared store: 0 wrong, 0 lost, 0 blocked, 0 computed twice, 0 claim broken, 0 left over',
    );
  });

  it.each(FOUND)('break no rule in the schedule of the seed %d: %s', async (from) => {
    expect((await simulateStore({ seeds: 1, from })).failures.map(failureText)).toEqual([]);
  });

  it('go through the same schedule again for the same seed', async () => {
    const operations = async () => (await simulateStore({ seeds: 3, from: 7 })).happened;
    expect(await operations()).toEqual(await operations());
  });

  it('are seen to break a rule when the last result of a key replaces the first', async () => {
    const plant = (backend: StoreBackend): StoreBackend => ({
      ...backend,
      putFirst: async (path, bytes) => backend.put(path, bytes).then(() => true),
    });
    const range = { seeds: 500, mostFailures: 1, traceLines: 10_000, plant };
    const { failures, broken } = await simulateStore(range);
    expect(broken.lost).toBe(1);
    expect(failures[0]!.what.join()).toContain('replaced by another result');
    expect(failures[0]!.trace).toMatch(/rename .*\/ac\//);
    expect(failureText(failures[0]!)).toMatch(
      new RegExp(`^npx nx faults --seed=1:simulation:${failures[0]!.seed}$`, 'm'),
    );
  });

  /** With the seed of a schedule in which the fault does harm. */
  const planted: [fault: string, seed: number, plant: Plant, broken: RegExp][] = [
    [
      'removes a claim without a look at its owner',
      91,
      (backend, platform) => ({
        ...backend,
        async claim(key, options) {
          const claim = await backend.claim!(key, options);
          const path = join(backend.folder!, 'claims', `${key}.lock`);
          const remove = function* () {
            yield;
            platform.files.rmSync(path, { force: true });
          };
          const release = () => {
            claim.release();
            void platform.perform(remove());
          };
          return { ...claim, release };
        },
      }),
      /removes .*\/claims\//,
    ],
    [
      'publishes though another has its claim',
      597,
      (backend) => ({
        ...backend,
        claim: async (key, options) => ({
          ...(await backend.claim!(key, options)),
          isHeld: () => true,
        }),
      }),
      /publishes .*\/ac\//,
    ],
  ];
  it.each(planted)('are seen when one %s', async (_fault, from, plant, broken) => {
    const { failures } = await simulateStore({ seeds: 1, from, plant });
    expect(failures.flatMap(({ what }) => what).join('\n')).toMatch(broken);
    expect((await simulateStore({ seeds: 1, from })).failures.map(failureText)).toEqual([]);
  });
});
