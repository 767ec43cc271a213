import { progressDisplay } from './progress-display';

/** The lines that a display writes for steps of half a second, 32 images each. */
function written(steps: number, isTTY: boolean, first = 1): string[] {
  const texts: string[] = [];
  let time = 0;
  const screen = { isTTY, write: (text: string) => texts.push(text) };
  const display = progressDisplay('scratch-x', screen, () => time);
  for (let done = first; done < first + steps; done++) {
    time += 500;
    display.step(done, 100, done * 32, { loss: 1.98765, accuracy: 0.25 });
  }
  display.note('done');
  display.close();
  return texts;
}

describe('progress', () => {
  it('is a log line every ten seconds in a pipe', () => {
    expect(written(45, false)).toEqual([
      'scratch-x: step 20/100  loss 1.99  accuracy 0.250  64 images/s  0:40 left\n',
      'scratch-x: step 40/100  loss 1.99  accuracy 0.250  64 images/s  0:30 left\n',
      'scratch-x: done\n',
    ]);
  });

  it('is one line that is redrawn on a terminal', () => {
    expect(written(3, true)).toEqual([
      'scratch-x: step 1/100  loss 1.99  accuracy 0.250',
      '\r\x1b[K',
      'scratch-x: step 2/100  loss 1.99  accuracy 0.250  64 images/s  0:49 left',
      '\r\x1b[K',
      'scratch-x: step 3/100  loss 1.99  accuracy 0.250  64 images/s  0:49 left',
      '\r\x1b[K',
      'scratch-x: done\n',
    ]);
  });

  it('derives the rate from the images since the checkpoint', () => {
    expect(written(20, false, 71)[0]).toContain('step 90/100');
    expect(written(20, false, 71)[0]).toContain('64 images/s  0:05 left');
  });

  it('shows only the end of a short run', () => {
    expect(written(3, false)).toEqual(['scratch-x: done\n']);
  });
});
