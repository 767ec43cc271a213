import sharp from 'sharp';
import { TestBrowser, VIEWS, withChromium } from './testing/browser';
import type { OpenPage } from './testing/browser';
import { gridFixture, singleFixture } from './testing/fixture';
import { pageFolder, pageOf } from './testing/page-file';

/**
 * The texts in charts that go beyond their chart where it is cut there, or by more pixels than a wide font explains. `content-visibility`
 * cuts at `overflow-clip-margin`.
 */
const CUT_TEXTS = `(() => {
  document.querySelectorAll('details').forEach((one) => (one.open = true));
  return [...document.querySelectorAll('svg text')].flatMap((text) => {
    const [own, chart] = [text, text.ownerSVGElement].map((one) => one.getBoundingClientRect());
    if (own.width === 0 || chart.width === 0) return [];
    const sides = [chart.left - own.left, own.right - chart.right, chart.top - own.top, own.bottom - chart.bottom];
    const allowed = getComputedStyle(text.ownerSVGElement).overflow === 'visible' ? 10 : 0.5;
    return Math.max(...sides) > allowed ? [text.textContent] : [];
  });
})()`;

/** Words and figures in tables that go on in the next line, apart from those that a hyphen or a space parts. */
const BROKEN_WORDS = `[...document.querySelectorAll('td,th')].flatMap((cell) => {
  const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  const broken = [];
  while (texts.nextNode()) {
    const { currentNode: text } = texts;
    for (const { index, 0: word } of text.data.matchAll(/[^\\s-]+/g)) {
      const range = document.createRange();
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      const lines = [...range.getClientRects()].filter(({ width }) => width > 0);
      if (new Set(lines.map(({ top }) => Math.round(top))).size > 1) broken.push(word);
    }
  }
  return broken;
})`;

/** The sizes of the texts of charts in pixels, as they are drawn. */
const CHART_TEXTS = `[...document.querySelectorAll('.chart svg text')].flatMap((text) => {
  const { ownerSVGElement: chart } = text;
  const { width } = chart.getBoundingClientRect();
  return width > 0 ? [parseFloat(getComputedStyle(text).fontSize) * (width / chart.viewBox.baseVal.width)] : [];
})`;

/** A4 without its margins. */
const PAPER = { width: 673, print: true };

withChromium('the page in Chromium', () => {
  let browser: TestBrowser;
  const write = pageFolder();
  beforeAll(async () => {
    browser = await TestBrowser.start();
  });
  afterAll(() => browser.close());

  describe.each([gridFixture, singleFixture])('$name', (report) => {
    let file: string;
    beforeAll(async () => {
      file = write(report.name, await pageOf(report));
    });

    it('is printed with whole words and figures, on the paper, and with charts that can be read', async () => {
      const opened = await browser.open(file, PAPER);
      expect(await opened.page.evaluate(BROKEN_WORDS)).toEqual([]);
      expect((await opened.size()).width).toBeLessThanOrEqual(PAPER.width);
      const sizes = await opened.page.evaluate<number[]>(CHART_TEXTS);
      expect(sizes.length).toBeGreaterThan(10);
      expect(Math.min(...sizes)).toBeGreaterThan(8);
      expect(Math.max(...sizes)).toBeLessThan(16);
      await opened.close();
    });

    describe.each(VIEWS)('$name', (view) => {
      let opened: OpenPage;
      beforeAll(async () => {
        opened = await browser.open(file, view);
      });
      afterAll(() => opened.close());

      it('has no error and asks for nothing', () => {
        expect(opened.errors).toEqual([]);
        expect(opened.requests).toEqual([]);
      });

      it('fits into the window', async () => {
        expect((await opened.size()).width).toBeLessThanOrEqual(view.width);
      });

      it('cuts no text of a chart', async () => {
        expect(await opened.page.evaluate(CUT_TEXTS)).toEqual([]);
      });

      it('has no serious findings of axe', async () => {
        expect(await opened.axe()).toEqual([]);
      });
    });
  });

  it.each([false, true])(
    'shades the edge behind which a table goes on (dark: %s)',
    async (dark) => {
      const opened = await browser.open(write('wide', await pageOf(gridFixture)), {
        width: 390,
        dark,
      });
      const at = await opened.page.evaluate<number>(`(() => {
      document.querySelectorAll('details').forEach((one) => (one.open = true));
      return [...document.querySelectorAll('.scroll')].findIndex((one) => one.scrollWidth > one.clientWidth + 50);
    })()`);
      const box = opened.page.locator('.scroll').nth(at);
      /** The mean brightness, from 0 to 255, of the outermost two pixels at the left and at the right of the top of the box. */
      const edges = async (scrolled: number) => {
        await opened.page.evaluate(
          `document.querySelectorAll('.scroll')[${at}].scrollLeft = ${scrolled}`,
        );
        const picture = sharp(await box.screenshot());
        const { width } = await picture.metadata();
        const means = [0, width - 2].map(async (left) => {
          const edge = await picture
            .clone()
            .extract({ left, top: 0, width: 2, height: 12 })
            .toBuffer();
          return (await sharp(edge).greyscale().stats()).channels[0]!.mean;
        });
        return Promise.all(means);
      };
      const [start, end] = [await edges(0), await edges(9999)];
      expect(Math.abs(start[1]! - end[1]!)).toBeGreaterThan(20);
      expect(Math.abs(start[0]! - end[0]!)).toBeGreaterThan(20);
      await opened.close();
    },
  );

  it('has tags as wide as their words', async () => {
    const [panel] = singleFixture.panels;
    const [comparison] = panel!.comparisons;
    const points = comparison!.points.map((point) => ({
      ...point,
      ...{ kind: 'wide' as const, utility: null, nHat: null, verdict: null },
    }));
    const panels = [{ ...panel!, comparisons: [{ ...comparison!, points }] }];
    const opened = await browser.open(write('tags', await pageOf({ ...singleFixture, panels })), {
      width: 1280,
    });
    const tags = await opened.boxes('.tag');
    expect(tags).toHaveLength(points.length);
    for (const { width } of tags) expect(width).toBeLessThan(60);
    await opened.close();
  });

  it('records what a page asks for and what goes wrong, and refuses it', async () => {
    const parts = ['<img src="https://example.org/a.png">', '<script>undefinedName()</script>'];
    const opened = await browser.open(
      write('asking', `<!doctype html><title>x</title>${parts.join('')}`),
      { width: 400 },
    );
    expect(opened.requests).toEqual(['https://example.org/a.png']);
    expect(opened.errors.join()).toContain('undefinedName');
    expect((await opened.axe()).map(({ rule }) => rule)).toContain('image-alt');
    await opened.close();
  });
});
