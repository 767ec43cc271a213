import { TestBrowser, withChromium } from '../testing/browser';
import type { OpenPage } from '../testing/browser';
import { cells } from '../rows';
import { gridFixture } from '../testing/fixture';
import { pageFolder, pageOf } from '../testing/page-file';
import { elements, parseHtml } from '../testing/parse-html';
import { html } from './markup';
import { distinctNames, table } from './table';

const columns = [
  { heading: 'dataset', text: true },
  { heading: 'task', text: true, under: true },
  { heading: 'U', strong: true },
];

it('names its box by the first sentence of the caption, and each box of a page differently', () => {
  const one = table(html`Cost of a <em>run</em>, U &gt; 0. More of it.`, columns, []);
  const other = table('x', columns, [], { name: 'Results' });
  const names = elements(
    parseHtml(distinctNames(`${one.text}${other.text}${one.text}`)),
    'div',
  ).map(({ attributes }) => attributes['aria-label']);
  expect(names).toEqual([
    'Table: Cost of a run, U > 0',
    'Table: Results',
    'Table: Cost of a run, U > 0 (2)',
  ]);
});

it('gives columns their properties once, and the first cell what narrow screens show below it', () => {
  const root = parseHtml(table('x.', columns, [['tc', 'pose', '0.5']]).text);
  expect(elements(root, 'table')[0]!.attributes['class']).toBe('text1 text2 under2 strong3');
  const [first] = elements(root, 'th').filter(({ attributes }) => attributes['scope'] === 'row');
  expect(first!.attributes['data-under']).toBe('pose');
});

withChromium('the tables in Chromium', () => {
  let browser: TestBrowser;
  let file: string;
  const write = pageFolder();
  beforeAll(async () => {
    browser = await TestBrowser.start();
    file = write('grid', await pageOf(gridFixture));
  });
  afterAll(() => browser.close());

  const BOX = '.scroll[aria-label="Table: Results"]';
  const column = async ({ page }: OpenPage, heading: string) => {
    const at = (await page.locator(`${BOX} thead th`).allInnerTexts()).findIndex((text) =>
      text.startsWith(heading),
    );
    const rows = page.locator(`${BOX} tbody tr:visible`);
    return rows.locator(`:nth-child(${at + 1})`).allInnerTexts();
  };

  it('are sorted with the keyboard: down, up, and as they were', async () => {
    const opened = await browser.open(file, { width: 1280 });
    const head = opened.page.locator(`${BOX} thead th`, { hasText: /^U/ });
    const before = await column(opened, 'U');
    await head.getByRole('button').focus();
    await opened.page.keyboard.press('Enter');
    expect(await head.getAttribute('aria-sort')).toBe('descending');
    const down = await column(opened, 'U');
    const figures = down
      .filter((text) => /\d/.test(text))
      .map((text) => Number(text.replace('−', '-').replace(/[<>]\s/, '')));
    expect(figures.length).toBeGreaterThan(4);
    expect(figures).toEqual([...figures].sort((a, b) => b - a));
    expect(down.slice(figures.length).every((text) => text === '–')).toBe(true);
    await opened.page.keyboard.press('Space');
    expect(await head.getAttribute('aria-sort')).toBe('ascending');
    expect((await column(opened, 'U'))[0]).toBe(down[figures.length - 1]);
    await opened.page.keyboard.press('Enter');
    expect(await head.getAttribute('aria-sort')).toBeNull();
    expect(await column(opened, 'U')).toEqual(before);
    await opened.close();
  });

  it('show the rows that have every word of the filter, and are saved so', async () => {
    const opened = await browser.open(file, { width: 1280 });
    const tools = opened.page.locator(`.tools:has(+ ${BOX})`);
    await tools.getByLabel('Filter').fill('pose rot');
    expect(await column(opened, 'method')).toEqual(['rotation', 'rotation']);
    expect(await tools.locator('output').innerText()).toMatch(/^2 of \d+ rows$/);
    const [saved] = await Promise.all([
      opened.page.waitForEvent('download'),
      tools.getByRole('button').click(),
    ]);
    expect(saved.suggestedFilename()).toBe('results.csv');
    await tools.getByLabel('Filter').fill('');
    expect((await column(opened, 'method')).length).toBeGreaterThan(8);
    expect(opened.errors).toEqual([]);
    await opened.close();
  });

  it('can all be read without scripts', async () => {
    const opened = await browser.open(file, { width: 1280, scripts: false });
    expect(await column(opened, 'U')).toHaveLength(cells(gridFixture).length);
    expect(await opened.page.locator('.tools, thead button').count()).toBe(0);
    await opened.close();
  });

  it.each([390, 768])('show U and its interval at %i pixels, and captions whole', async (width) => {
    const opened = await browser.open(file, { width });
    const heads = opened.page.locator(`${BOX} thead th`);
    const at = (await heads.allInnerTexts()).findIndex((text) => /^95.%.interval/.test(text));
    const { x, width: wide } = (await heads.nth(at).boundingBox())!;
    expect(x + wide).toBeLessThanOrEqual(width);
    for (const box of await opened.boxes('caption span')) {
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(width);
    }
    await opened.close();
  });

  it('are stops of the Tab key only where they scroll, and each has a name of its own', async () => {
    const opened = await browser.open(file, { width: 1280 });
    const boxes = opened.page.locator('.scroll:visible');
    const found = await boxes.evaluateAll((all) =>
      all.map((box) => ({
        name: box.getAttribute('aria-label'),
        stop: box.hasAttribute('tabindex'),
        scrolls: box.scrollWidth > box.clientWidth,
      })),
    );
    expect(new Set(found.map(({ name }) => name)).size).toBe(found.length);
    expect(found.map(({ stop }) => stop)).toEqual(found.map(({ scrolls }) => scrolls));
    await opened.close();
  });
});
