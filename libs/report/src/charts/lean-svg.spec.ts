import { elements, parseHtml, textOf } from '../testing/parse-html';
import { leanSvg } from './lean-svg';

const svg = (content: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10">${content}</svg>`;

it('keeps shapes and texts, and leaves out roles, empty shapes and groups without a purpose', () => {
  const source = svg(
    '<g class="mark-group role-frame" role="graphics-object" aria-roledescription="group"><g transform="translate(0,0)">' +
      '<path class="background" aria-hidden="true" d="M0,0h4v4h-4Z"/><g class="mark-text role-mark layer_0_marks">' +
      '<text text-anchor="start" transform="translate(1,2)" opacity="1" fill="#123456">a &amp; b</text></g>' +
      '<path class="foreground" d="" display="none"/><line x2="0" y2="5" stroke="red" stroke-width="1"/></g></g>',
  );
  expect(leanSvg(source)).toBe(
    svg('<text x="1" y="2" fill="#123456">a &amp; b</text><path d="M0,0v5" stroke="red"/>'),
  );
});

it('states a font once, and leaves other sizes where they are', () => {
  const text = (size: number) => `<text font-family="Arial" font-size="${size}px">x</text>`;
  const root = parseHtml(leanSvg(svg(text(12) + text(12) + text(13))));
  expect(elements(root, 'svg')[0]!.attributes).toMatchObject({
    'font-family': 'Arial',
    'font-size': '12px',
  });
  expect(elements(root, 'text').map(({ attributes }) => attributes)).toEqual([
    {},
    {},
    { 'font-size': '13px' },
  ]);
});

it('shows the description of a mark under the pointer, and names the layers that have a name', () => {
  const root = parseHtml(
    leanSvg(
      svg(
        '<g class="mark-area role-mark band_marks"><path aria-label="5 &lt; 6" role="graphics-symbol" d="M0,0h1"/></g>',
      ),
    ),
  );
  expect(elements(root, 'g')[0]!.attributes).toEqual({ class: 'band' });
  expect(elements(root, 'path')[0]!.attributes).toEqual({ d: 'M0,0h1' });
  expect(textOf(elements(root, 'title')[0]!)).toBe('5 < 6');
});

it('cuts layers that are cut alike with one path', () => {
  const clip = (id: string, width: number) =>
    `<clipPath id="${id}"><rect width="${width}" height="4"/></clipPath>`;
  const source = svg(
    ['a', 'b', 'c'].map((id) => `<g clip-path="url(#${id})"><path d="M0,0h1"/></g>`).join('') +
      `<defs>${clip('a', 3)}${clip('b', 3)}${clip('c', 2)}</defs>`,
  );
  const root = parseHtml(leanSvg(source));
  expect(elements(root, 'clipPath').map(({ attributes }) => attributes['id'])).toEqual(['a', 'c']);
  expect(elements(root, 'g').map(({ attributes }) => attributes['clip-path'])).toEqual([
    'url(#a)',
    'url(#a)',
    'url(#c)',
  ]);
});

it('draws dots as circles', () => {
  const arcs = 'M2.5,0A2.5,2.5,0,1,1,-2.5,0A2.5,2.5,0,1,1,2.5,0';
  expect(
    leanSvg(svg(`<path transform="translate(3,-4.5)" d="${arcs}" fill="red" stroke-width="2"/>`)),
  ).toBe(svg('<circle cx="3" cy="-4.5" r="2.5" fill="red"/>'));
});

it('joins neighbouring lines that look alike, and no others', () => {
  const line = (y: number, rest: string) => `<line transform="translate(0,${y})" ${rest}/>`;
  const titled = '<line x2="9" stroke="red"><title>one</title></line>';
  const source = [
    ...[line(1, 'x2="9" stroke="red"'), line(2, 'x2="9" stroke="red"')],
    ...[line(3, 'y2="-4" stroke="blue"'), line(4, 'x2="2" y2="3" stroke="blue"'), titled],
  ];
  expect(leanSvg(svg(source.join('')))).toBe(
    svg(`<path d="M0,1h9M0,2h9" stroke="red"/><path d="M0,3v-4M0,4l2,3" stroke="blue"/>${titled}`),
  );
});
