import { TestBrowser, VIEWS, withChromium } from './testing/browser';
import type { OpenPage } from './testing/browser';
import { gridFixture, singleFixture } from './testing/fixture';
import { pageFolder, pageOf } from './testing/page-file';

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

      it('has no serious findings of axe', async () => {
        expect(await opened.axe()).toEqual([]);
      });
    });
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
