import { createStopwatch } from './stopwatch';

describe('createStopwatch', () => {
  it('counts the time of a nested part in the inner part only', async () => {
    let clock = 5000;
    const watch = createStopwatch(['outer', 'inner', 'idle'], () => clock);
    const passing = async (milliseconds: number) => {
      await Promise.resolve();
      clock += milliseconds;
    };
    await watch.time('outer', async () => {
      await passing(1000);
      await watch.time('inner', () => passing(2000));
      expect(watch.time('inner', () => (clock += 500))).toBe(8500);
      await passing(250);
    });
    await passing(7000);
    expect(watch.seconds()).toEqual({ outer: 1.25, inner: 2.5, idle: 0 });
  });

  it('stops when the work fails', async () => {
    let clock = 0;
    const watch = createStopwatch(['work'], () => clock);
    const failing = watch.time('work', () => Promise.reject(new Error('no')));
    clock = 3000;
    await expect(failing).rejects.toThrow('no');
    clock = 9000;
    watch.time('work', () => (clock += 1000));
    expect(watch.seconds()).toEqual({ work: 4 });
  });
});
