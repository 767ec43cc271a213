import { largeFixture, LARGE_METHODS, trueUtility } from './testing/large-fixture';
import { TestBrowser, withChromium } from './testing/browser';
import { pageFolder, pageOf } from './testing/page-file';
import { withOverview } from './testing/study-of-report';
import { unique } from './naming';
import { utilityRows } from './rows';

const report = withOverview(largeFixture(), {}, 200);
let html: string;
beforeAll(async () => {
  html = await pageOf(report);
});

it('finds the utility that the study was simulated with', () => {
  const datasets = unique(report.panels.map(({ dataset }) => dataset));
  const exact = utilityRows(report).filter(
    ({ kind, status }) => kind === 'number' && status === 'exact',
  );
  expect(exact.length).toBeGreaterThan(300);
  const errors = exact.map(({ method, dataset, n, utility }) => {
    const known = LARGE_METHODS.find((name) => name === method)!;
    return Math.log2((1 + utility!) / (1 + trueUtility(known, datasets.indexOf(dataset), n)));
  });
  expect(Math.abs(errors.reduce((sum, error) => sum + error, 0) / errors.length)).toBeLessThan(0.1);
});

it('has a page of at most 2 MB for its 1,740 nodes', () => {
  expect(Buffer.byteLength(html)).toBeLessThanOrEqual(2_000_000);
});

withChromium('the large page in a browser', () => {
  const fileOf = pageFolder();
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await TestBrowser.start();
  });
  afterAll(() => browser.close());

  it.each([1280, 390])(
    'lays out what is near a window of %i px, and keeps its length',
    async (width) => {
      const opened = await browser.open(fileOf('large', html), { width });
      const isLaidOut = `(element) => element.checkVisibility({ contentVisibilityAuto: true })`;
      const laidOut = (selector: string) =>
        opened.page.evaluate<boolean[]>(
          `[...document.querySelectorAll(${JSON.stringify(selector)})].map(${isLaidOut})`,
        );
      const charts = await laidOut('.later svg');
      expect(charts).toHaveLength(96);
      expect(charts.filter((is) => is).length).toBeLessThan(20);
      expect(await laidOut('#results table')).toEqual([false]);
      const [before, length] = [await opened.boxes('.later'), (await opened.size()).height];
      await opened.page.addStyleTag({
        content: '.later,.long{content-visibility:visible!important}',
      });
      const after = await opened.boxes('.later');
      expect(after.map(({ height }) => Math.round(height))).toEqual(
        before.map(({ height }) => Math.round(height)),
      );
      expect((await opened.size()).height / length).toBeCloseTo(1, 1);
      await opened.page.locator('.later svg').last().scrollIntoViewIfNeeded();
      expect((await laidOut('.later svg')).at(-1)).toBe(true);
      await opened.close();
    },
  );

  it('breaks the long name of a network in its heat map, so that cells stay in the window', async () => {
    const network = 'resnet9 (width 0.25, imagesSeen 40000 to 160000)';
    const named = html.replaceAll(
      />\s*(simulated-\w)\s*<\/th>/g,
      `>$1<small>${network}</small></th>`,
    );
    for (const [width, most] of [
      [1280, 215],
      [390, 170],
    ] as const) {
      const opened = await browser.open(fileOf('long-names', named), { width });
      const names = await opened.boxes('.heat > .scroll > table > tbody > tr > th:has(small)');
      expect(names).toHaveLength(12);
      for (const name of names) expect(name.width).toBeLessThanOrEqual(most);
      await opened.close();
    }
  });

  it('has one stop of the Tab key for its 192 cells, between which the arrow keys move', async () => {
    const opened = await browser.open(fileOf('large', html), { width: 1280 });
    const { page } = opened;
    const focused = () =>
      page.evaluate<number[]>(
        `(({ cellIndex, parentElement }) => [parentElement.sectionRowIndex, cellIndex])(document.activeElement.closest('td'))`,
      );
    const links = page.locator('.heat > .scroll tbody a');
    expect(await links.count()).toBe(192);
    expect(await page.locator('.heat > .scroll tbody a[tabindex="0"]').count()).toBe(1);
    await links.first().focus();
    for (const [key, place] of [
      ...[['ArrowRight', [0, 2]] as const, ['ArrowDown', [1, 2]] as const],
      ...[['ArrowLeft', [1, 1]] as const, ['ArrowLeft', [1, 1]] as const],
    ]) {
      await page.keyboard.press(key);
      expect(await focused()).toEqual(place);
    }
    expect(await page.locator('.heat > .scroll tbody a[tabindex="0"]').count()).toBe(1);
    await opened.close();
  });
});
