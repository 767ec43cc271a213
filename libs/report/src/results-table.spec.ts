import type { Report } from './report';
import { TestBrowser, withChromium } from './testing/browser';
import { largeFixture } from './testing/large-fixture';
import { elements, parseHtml, textOf } from './testing/parse-html';
import { pageFolder, pageOf } from './testing/page-file';

/** Four tasks with three metrics on networks with long names, as a study that joins pipelines has them. */
function joinedStudy(): Report {
  const report = largeFixture();
  const panels = report.panels.slice(0, 8).map((panel, at) => ({
    ...panel,
    backbone:
      at < 4 ? 'resnet9 (width 0.25)' : 'resnet9 (width 0.25, scratch trained 2 times as long)',
  }));
  return { ...report, panels };
}

let html: string;
beforeAll(async () => {
  html = await pageOf(joinedStudy());
});

it('names the metric of each task once, and not in every row', () => {
  const [section] = elements(parseHtml(html), 'section').filter(
    ({ attributes }) => attributes['id'] === 'results',
  );
  const headings = elements(section!, 'th').map(textOf);
  expect(headings).toContain('backbone');
  expect(headings).not.toContain('metric');
  expect(textOf(elements(section!, 'caption')[0]!)).toMatch(
    /^Metric: accuracy \(classification and pose\), .* \(segmentation\), RMSE.* \(depth\)\. Utility/,
  );
});

withChromium('the results of a joined study in a browser', () => {
  const fileOf = pageFolder();
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await TestBrowser.start();
  });
  afterAll(() => browser.close());

  it('shows U, its interval and the verdict of a row in a window of 1,280 pixels, without scrolling', async () => {
    const opened = await browser.open(fileOf('joined', html), { width: 1280 });
    const rights = await opened.page.evaluate<Record<string, number>>(`(() => {
      const box = document.querySelector('#results .scroll');
      return Object.fromEntries([...box.querySelectorAll('thead th')].map((one) => [
        one.textContent.replace(/[^ A-Za-z]/g, '').trim(),
        one.getBoundingClientRect().right - box.getBoundingClientRect().right,
      ]));
    })()`);
    for (const heading of ['U', 'interval of U', 'status']) {
      expect(rights[heading]).toBeLessThanOrEqual(0);
    }
    await opened.close();
  });
});
