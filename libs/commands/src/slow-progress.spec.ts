import { slowProgress } from './slow-progress';

/** What is written where a part of the work is done at each of these seconds. */
function written(seconds: readonly number[], isTerminal = false): string[] {
  const lines: string[] = [];
  let time = 0;
  const { part, end } = slowProgress({
    write: (text) => lines.push(text),
    ...{ isTerminal, now: () => time * 1000 },
  });
  seconds.forEach((second, at) => {
    time = second;
    part('images looked at', at + 1, seconds.length);
  });
  end();
  return lines;
}

it('work of less than ten seconds says nothing', () => {
  expect(written([0, 3, 6, 9.9])).toEqual([]);
  expect(written([0, 3, 6, 9.9], true)).toEqual([]);
});

it('longer work has a line every ten seconds with the time that is left', () => {
  expect(written([0, 5, 11, 12, 15, 22, 400, 401])).toEqual([
    '3 of 8 images looked at, about 19 s left\n',
    '6 of 8 images looked at, about 8 s left\n',
    '7 of 8 images looked at, about 58 s left\n',
  ]);
});

it('a terminal has one line, which is cleared in the end', () => {
  expect(written([0, 11, 11.1, 12], true)).toEqual([
    '\r\x1b[K2 of 4 images looked at, about 11 s left',
    '\r\x1b[K4 of 4 images looked at',
    '\r\x1b[K',
  ]);
});
