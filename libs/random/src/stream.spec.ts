import { stream } from './stream';

describe('stream', () => {
  it('has fixed first values that never change', () => {
    const s = stream(1, 'frozen');
    expect([s.next(), s.next(), s.next()]).toMatchInlineSnapshot(`
     [
       0.3364334385842085,
       0.44811335601843894,
       0.2537036407738924,
     ]
    `);
    expect([s.normal(), s.normal()]).toMatchInlineSnapshot(`
     [
       -0.18862283935466512,
       0.8631761398951552,
     ]
    `);
    expect([...stream(1, 'order').permutation(6)]).toMatchInlineSnapshot(`
     [
       0,
       2,
       3,
       1,
       4,
       5,
     ]
    `);
  });

  it('derives forks from their name, not from the position', () => {
    const a = stream(1);
    const b = stream(1);
    b.next();
    expect(b.fork('lights', 3).next()).toBe(a.fork('lights', 3).next());
    expect(stream(1, 'lights', 3).next()).toBe(a.fork('lights', 3).next());
    expect(stream(1, 'lights').fork(3).next()).toBe(a.fork('lights', 3).next());
  });

  it('names differ by type and by boundary', () => {
    const first = (s: ReturnType<typeof stream>) => s.next();
    const values = [
      stream(1, 'ab', 'c'),
      stream(1, 'a', 'bc'),
      stream(1, 'abc'),
      stream(1, 2),
      stream(1, '2'),
      stream('1', 2),
    ].map(first);
    expect(new Set(values).size).toBe(values.length);
  });

  it('neighbouring names give unrelated streams', () => {
    const firsts = Array.from({ length: 4000 }, (_, i) => stream(0, 'image', i).next());
    const mean = firsts.reduce((a, b) => a + b) / firsts.length;
    const lag = firsts.slice(1).reduce((sum, x, i) => sum + (x - 0.5) * (firsts[i]! - 0.5), 0);
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.015);
    expect(Math.abs(lag / (firsts.length / 12))).toBeLessThan(0.05);
    expect(new Set(firsts).size).toBe(firsts.length);
  });

  it('normal has mean 0, variance 1 and the right tails', () => {
    const s = stream(2, 'normal');
    const draws = Array.from({ length: 20000 }, () => s.normal());
    const mean = draws.reduce((a, b) => a + b) / draws.length;
    const variance = draws.reduce((a, b) => a + b * b, 0) / draws.length;
    const tail = draws.filter((x) => Math.abs(x) > 1.959964).length / draws.length;
    expect(Math.abs(mean)).toBeLessThan(0.025);
    expect(Math.abs(variance - 1)).toBeLessThan(0.04);
    expect(Math.abs(tail - 0.05)).toBeLessThan(0.006);
  });

  it('permutation contains every index once, also at sizes 0 and 1', () => {
    expect([...stream(0).permutation(0)]).toEqual([]);
    expect([...stream(0).permutation(1)]).toEqual([0]);
    expect([...stream(0).permutation(100)].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 100 }, (_, i) => i),
    );
  });

  it('refuses to pick from nothing', () => {
    expect(() => stream(0).pick([])).toThrow('random.pick: the list is empty');
  });
});
