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

it('leaves room for the title of the vertical axis beside its widest tick', () => {
  const title = Number(/translate\(([\d.]+) /.exec(svg)![1]);
  const ticks = textsOf(svg).filter(([, anchor]) => anchor === 'end');
  expect(ticks.map(([, , text]) => text)).toContain('100 %');
  for (const [x, , text] of ticks) expect(x - textWidth(text, 12)).toBeGreaterThan(title + 4);
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
