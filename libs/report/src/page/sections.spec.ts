import type { UtilityAtAccuracy } from '@nhat/curves';
import { lead } from '../lead';
import type { Report } from '../report';
import { keptResult } from '../result-of-report';
import { coursesFixture } from '../testing/courses';
import { gridFixture, singleFixture } from '../testing/fixture';
import { picturesFixture } from '../testing/pictures';
import { elements, parseHtml, textOf } from '../testing/parse-html';
import { html } from './markup';
import { page } from './page';
import type { Section } from './section';
import { sections } from './sections';

/** The report with a reading at equal accuracy and an earlier result, so that every section has content. */
const withAll = (report: Report): Report => {
  const [first, ...panels] = report.panels;
  const [comparison, ...comparisons] = first!.comparisons;
  const reading: UtilityAtAccuracy = {
    ...{ level: 0.5, n: 100, kind: 'number', utility: 1, low: 0.5, high: 1.5 },
    ...{ lowOpen: false, highOpen: false, verdict: 'saves' },
  };
  const read = { ...comparison!, atAccuracy: [reading] };
  const published = { path: 'published/x.nhat-pack', digest: 'd', differences: ['other code'] };
  const earlier = { ...keptResult(report, '2026-01-01T00:00:00.000Z'), panels: [] };
  return {
    ...{ ...report, earlier },
    panels: [{ ...first!, comparisons: [read, ...comparisons] }, ...panels],
    provenance: { ...report.provenance, published },
    trainings: coursesFixture([50]),
    pictures: picturesFixture,
  };
};

/** Ids in the contents, and ids and headings in the body. */
function partsOf(source: string) {
  const root = parseHtml(source);
  const [contents] = elements(root, 'nav');
  const body = elements(root, 'section');
  return {
    contents: elements(contents!, 'a').map((link) => [link.attributes['href'], textOf(link)]),
    body: body.map((section) => [
      `#${section.attributes['id']}`,
      textOf(elements(section, 'h2')[0]!),
    ]),
    textOf: (id: string) => textOf(body.find(({ attributes }) => attributes['id'] === id)!),
  };
}

/** As "Report section" in CONTRIBUTING.md: one file exports this, one line puts it into the list. */
const charts: Section = {
  id: 'charts',
  title: 'Charts',
  render: (report, { drawn }) =>
    report.panels.length > 1 ? null : html`<p>${report.name} has ${drawn.length} & more.</p>`,
};

it('shows a section of the list in the contents and in the body, in its place', () => {
  const list = [...sections.slice(0, 2), charts, ...sections.slice(2)];
  const report = { ...withAll(singleFixture), claims: gridFixture.claims };
  const { contents, body, textOf: text } = partsOf(page(report, { drawn: [] }, list));
  expect(contents).toEqual(body);
  expect(contents).toContainEqual(['#charts', 'Charts']);
  const ids = list.map(({ id }) => `#${id}`);
  const places = contents.map(([id]) => ids.indexOf(id!));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(contents.length).toBeGreaterThan(10);
  expect(text('charts')).toContain('test-fixture-single has 0 & more.');
});

it('says with the claims how often the results were looked at, where that was more than once', () => {
  const claimsOf = (rounds: object) =>
    partsOf(page({ ...gridFixture, ...rounds }, { drawn: [] }, sections)).textOf('claims');
  expect(claimsOf({ rounds: 1 })).toContain('The results were looked at 2 times');
  expect(claimsOf({})).not.toContain('looked at');
});

it('leaves a section without content out of both', () => {
  const { contents, body } = partsOf(
    page(withAll(gridFixture), { drawn: [] }, [charts, ...sections]),
  );
  expect(contents).toEqual(body);
  expect(contents.map(([id]) => id)).not.toContain('#charts');
  expect(contents.map(([id]) => id)).toContain('#best-method');
});

it('keeps the lead when there is no section at all', () => {
  const source = page(singleFixture, { drawn: [] }, []);
  expect(partsOf(source).contents).toEqual([]);
  expect(textOf(parseHtml(source))).toContain(lead(singleFixture).headline);
});

it('has one id a section', () => {
  const ids = sections.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});
