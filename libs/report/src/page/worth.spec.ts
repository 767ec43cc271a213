import type { Report } from '../report';
import { TestBrowser, withChromium } from '../testing/browser';
import { gridFixture, singleFixture } from '../testing/fixture';
import { pageFolder, pageOf } from '../testing/page-file';
import { elements, parseHtml, textOf } from '../testing/parse-html';
import { isSaving, savingAt } from '../worth';
import { worth } from './worth';

const rendered = (report: Report) => parseHtml(worth.render(report, { drawn: [] })!.text);

const withoutTimes = (report: Report): Report => ({
  ...report,
  panels: report.panels.map((panel) => ({
    ...panel,
    comparisons: panel.comparisons.map((one) => ({ ...one, pretrainingSeconds: null })),
  })),
});

it('lists every budget of every comparison without a script, in hours for a label', () => {
  const root = rendered(gridFixture);
  const rows = elements(elements(root, 'table')[0]!, 'tr').slice(1);
  const points = gridFixture.panels.flatMap(({ comparisons }) =>
    comparisons.flatMap(({ points: all }) => all),
  );
  expect(rows).toHaveLength(points.length);
  const stated = rows.filter((row) => textOf(elements(row, 'td')[1]!) !== '–');
  expect(stated).toHaveLength(points.filter((one) => isSaving(savingAt([one], one.n))).length);
  expect(stated.length).toBeGreaterThan(0);
});

it('says in the place of numbers why there are none', () => {
  const [panel] = singleFixture.panels;
  const [comparison] = panel!.comparisons;
  const points = comparison!.points.map((point) => ({
    ...point,
    ...{ kind: 'flat' as const, utility: null, nHat: null, low: null, high: null, verdict: null },
  }));
  const flat = { ...panel!, comparisons: [{ ...comparison!, points }] };
  const root = rendered({ ...singleFixture, panels: [flat] });
  const cells = elements(elements(root, 'table')[0]!, 'td').map(textOf);
  expect(cells.filter((text) => text.includes('does not clearly improve'))).toHaveLength(3);
  expect(cells.filter((text) => text === 'none')).toEqual([]);
});

it('is absent where the time of pretraining is unknown', () => {
  expect(worth.render(withoutTimes(singleFixture), { drawn: [] })).toBeNull();
});

/** More labels saved make a lower price. */
const PRICE_BOUNDS = { '': undefined, '>': '< ', '<': '> ' };

withChromium('the box in a browser', () => {
  let browser: TestBrowser;
  let file: string;
  const write = pageFolder();
  beforeAll(async () => {
    browser = await TestBrowser.start();
    file = write('worth', await pageOf(gridFixture));
  });
  afterAll(() => browser.close());

  const opened = (scripts = true) => browser.open(file, { width: 1280, scripts });

  it('answers for budgets and between them with the figures of the module, and follows every input', async () => {
    const { page, errors } = await opened();
    const box = page.locator('#worth-box');
    expect(await box.isVisible()).toBe(true);
    const answer = () => box.locator('output').innerText();
    const comparisons = gridFixture.panels.flatMap((panel) => panel.comparisons);
    expect(await answer()).toContain('breaks even');
    let numbers = 0;
    const said: string[] = [];
    for (const [at, { points }] of comparisons.entries()) {
      await box.locator('[name=choice]').selectOption(String(at));
      const offered = await page.evaluate<number[]>(
        "[...document.querySelectorAll('[name=n] option')].map((option) => Number(option.value))",
      );
      expect(offered.length).toBeGreaterThan(points.length - 1);
      for (const n of offered) {
        await box.locator('[name=n]').selectOption(String(n));
        const reading = savingAt(points, n);
        const text = await answer();
        said.push(text);
        if (!isSaving(reading)) {
          expect(text).toContain(reading.because);
          expect(text).not.toContain('breaks even');
          continue;
        }
        numbers += 1;
        // 180 s of pretraining at 1 an hour, and labels at 0.1.
        const price = reading.saved > 0 ? 0.05 / reading.saved : null;
        const [, bound, printed] =
          /breaks even (?:where a label costs |at )([<>] )?([\d.]*\d(?:e-\d+)?|no price|a price that cannot be told)/.exec(
            text,
          )!;
        if (price !== null) expect(bound).toBe(PRICE_BOUNDS[reading.open]);
        if (price === null) expect(printed).toMatch(/no price|cannot be told/);
        else expect(Math.abs(Number(printed) / price - 1)).toBeLessThan(0.06);
        const [, gain] = /it gains (?:[<>] )?(−?[\d.]*\d(?:e-\d+)?)/.exec(text)!;
        const expected = 0.1 * reading.saved - 0.05;
        expect(Math.abs(Number(gain!.replace('−', '-')) - expected)).toBeLessThan(
          0.006 + 0.051 * Math.abs(expected),
        );
      }
    }
    expect(numbers).toBeGreaterThan(3);
    expect(
      said.filter((text) => text.includes(' costs 56 labels (95 % interval of the labels saved')),
    ).toHaveLength(1);
    expect(said.join(' ')).not.toMatch(/saves [−<>]|costs no price/);
    await box.locator('[name=choice]').selectOption('0');
    const stated = comparisons[0]!.points.find(({ n }) =>
      isSaving(savingAt(comparisons[0]!.points, n)),
    );
    await box.locator('[name=n]').selectOption(String(stated!.n));
    const before = await answer();
    await box.locator('[name=hour]').fill('100');
    expect(await answer()).not.toBe(before);
    await box.locator('[name=label]').fill('');
    expect(await answer()).not.toContain('gains');
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it('says up to which price an arm pays that takes less computing than scratch', async () => {
    const panels = gridFixture.panels.map((panel) => ({
      ...panel,
      comparisons: panel.comparisons.map((one) => ({ ...one, pretrainingSeconds: -36 })),
    }));
    const { page } = await browser.open(write('less', await pageOf({ ...gridFixture, panels })), {
      width: 1280,
    });
    const box = page.locator('#worth-box');
    const said = new Set<string>();
    for (const [at, { points }] of panels.flatMap((panel) => panel.comparisons).entries()) {
      await box.locator('[name=choice]').selectOption(String(at));
      for (const point of points) {
        const reading = savingAt(points, point.n);
        if (!isSaving(reading)) continue;
        await box.locator('[name=n]').selectOption(String(point.n));
        const text = await box.locator('output').innerText();
        expect(text).toContain('Its computing costs 0.010 less than that of scratch. It pays ');
        const [, price] =
          /pays where a label costs less than ([\d.]+(?:e-\d+)?)\./.exec(text) ?? [];
        said.add(price === undefined ? 'every' : 'less');
        if (reading.saved < 0)
          expect(Math.abs(Number(price) * -reading.saved * 100 - 1)).toBeLessThan(0.06);
        else expect(text).toMatch(/pays at (every price of a label|prices that cannot be told)\./);
      }
    }
    expect(said).toEqual(new Set(['every', 'less']));
    await page.context().close();
  });

  it.each([1280, 390])('shows whole names in a window of %i px', async (width) => {
    const { page } = await browser.open(file, { width });
    const [shown, needed] = await page.evaluate<[number, number]>(`(() => {
      const select = document.querySelector('#worth-box [name=choice]');
      const free = select.cloneNode(true);
      free.style.cssText = 'position:absolute;width:max-content';
      select.after(free);
      return [select, free].map((one) => one.getBoundingClientRect().width);
    })()`);
    expect(shown).toBeGreaterThanOrEqual(needed);
    await page.context().close();
  });

  it('is hidden without scripts, and the table is there', async () => {
    const { page } = await opened(false);
    expect(await page.locator('#worth-box').isVisible()).toBe(false);
    expect(await page.locator('#worth table').isVisible()).toBe(true);
    await page.context().close();
  });
});
