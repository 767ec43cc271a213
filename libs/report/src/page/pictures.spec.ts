import { singleFixture } from '../testing/fixture';
import { elements, parseHtml, textOf } from '../testing/parse-html';
import { picturesFixture } from '../testing/pictures';
import { pictures } from './pictures';

const rendered = (shown = picturesFixture) => {
  const content = pictures.render({ ...singleFixture, pictures: shown }, { drawn: [] });
  return content === null ? undefined : parseHtml(content.text);
};

it('names every row in its caption and its alternative text, with the score of its network', () => {
  const root = rendered()!;
  expect(elements(root, 'h3').map(textOf)).toEqual([
    expect.stringMatching(/^segmentation on shapes-tc .*1,600 labels, seed 0/),
    expect.stringMatching(/^vae on shapes-tc .*validation images, seed 0/),
  ]);
  expect(elements(root, 'figcaption').map(textOf)).toEqual([
    ...['image', 'truth', 'prediction, scratch: 71.2 % (pixel accuracy)'],
    ...['prediction, vae: 80.0 % (pixel accuracy)', 'input', 'output'],
  ]);
  const alts = elements(root, 'img').map(({ attributes }) => attributes['alt']!);
  expect(new Set(alts).size).toBe(6);
  expect(alts[3]).toContain('prediction, vae');
});

it('says how many panels it leaves out', () => {
  expect(textOf(rendered()!)).toContain('2 further panels');
  expect(textOf(rendered({ ...picturesFixture, leftOut: 0 })!)).not.toContain('further');
});

it('is absent without pictures', () => {
  expect(rendered({ sheets: [], leftOut: 0 })).toBeUndefined();
  expect(pictures.render(singleFixture, { drawn: [] })).toBeNull();
});
