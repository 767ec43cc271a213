import { textWidth } from '../charts/text-width';
import { plotSvg } from './plot';

const shares = [0, 0.2, 0.4, 0.6, 0.8, 1].map((at) => ({ at, text: `${100 * at} %` }));
const axis = (title: string, ticks = shares) => ({
  ...{ title, domain: [0, 1] as const, ticks },
});

/** `[x, anchor, text]` of the texts that stand upright. */
const textsOf = (svg: string): [x: number, anchor: string, text: string][] =>
  [...svg.matchAll(/<text class="axis" x="([\d.]+)"[^>]* text-anchor="(\w+)">([^<]*)</g)].map(
    ([, x, anchor, text]) => [Number(x), anchor!, text!],
  );

const svg = plotSvg({
  ...{ description: 'all shares', marks: [] },
  ...{ x: axis('linear head'), y: axis('finetuned') },
});

it('leaves room for the title of the vertical axis beside its widest tick, also in a wide font', () => {
  const title = Number(/translate\(([\d.]+) /.exec(svg)![1]);
  const ticks = textsOf(svg).filter(([, anchor]) => anchor === 'end');
  expect(ticks.map(([, , text]) => text)).toContain('100 %');
  for (const [x, , text] of ticks) expect(x - 1.2 * textWidth(text, 12)).toBeGreaterThan(title + 4);
});

it('leaves out texts of ticks on the horizontal axis that would touch', () => {
  const ticks = textsOf(svg).filter(([, anchor, text]) => anchor === 'middle' && /%/.test(text));
  expect(ticks.map(([, , text]) => text)).toEqual(['0 %', '40 %', '80 %']);
  const few = [shares[0]!, shares[5]!];
  const sparse = plotSvg({
    ...{ description: 'two', marks: [], x: axis('linear head', few), y: axis('finetuned') },
  });
  expect(textsOf(sparse).filter(([, anchor]) => anchor === 'middle')).toHaveLength(3);
});

it('gives points of one colour other forms, and lines of one colour other strokes', () => {
  const at = [0.5, 0.5] as const;
  const [disc, ring, square, frame] = [0, 1, 2, 3].map(
    (round) =>
      plotSvg({
        ...{ description: 'one', x: axis('linear head'), y: axis('finetuned') },
        marks: [{ kind: 'point', at, colour: '#0067a5', round, title: 'here' }],
      }).match(/<(circle|rect).*<\/\1>/)![0],
  );
  expect(disc).toMatch(/^<circle [^>]*fill="#0067a5"/);
  expect(ring).toMatch(/^<circle [^>]*fill="#fffffe" stroke="#0067a5"/);
  expect(square).toMatch(/^<rect [^>]*fill="#0067a5"/);
  expect(frame).toMatch(/^<rect [^>]*fill="#fffffe" stroke="#0067a5"/);
  const line = (dash: readonly number[]) =>
    plotSvg({
      ...{ description: 'one', x: axis('linear head'), y: axis('finetuned') },
      marks: [{ kind: 'line', points: [at, [1, 1]], colour: '#0067a5', width: 2, dash }],
    });
  expect(line([6, 3])).toContain('stroke-dasharray="6 3"');
  expect(line([])).not.toContain('dasharray');
});
