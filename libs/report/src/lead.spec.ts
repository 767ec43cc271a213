import type { UtilityPoint } from '@nhat/curves';
import { lead } from './lead';
import type { Report } from './report';
import { cells, utilityRows } from './rows';
import { terminalTable } from './terminal-table';
import { gridFixture, singleFixture } from './testing/fixture';
import { leadText } from './testing/lead-text';

const text = (report: Report) => leadText(lead(report));

/** `fewer than 1,234` → [−1, 1234]; `98` → [0, 98]. */
function amount(words: string): [sign: number, value: number] {
  const sign = /^(more than|>)/.test(words) ? 1 : /^(fewer than|<)/.test(words) ? -1 : 0;
  return [sign, Number(words.replace(/[^\d.−]/g, '').replace('−', '-'))];
}

it('every figure of the paragraph occurs in the table', () => {
  const points = cells(singleFixture).map(({ point }) => point);
  const quoted = [
    ...text(singleFixture).matchAll(
      /(\d[\d,]*) labels (?:did the work of|that of) ([^(]+) from scratch \(U (?:= )?([^,)]+), 95 % interval ([^)]+) to ([^)]+)\)/g,
    ),
  ];
  const rows = utilityRows(singleFixture);
  expect(quoted).toHaveLength(rows.length);
  quoted.forEach(([, n, work, value, low, high], at) => {
    const row = rows[at]!;
    expect(Number(n!.replace(',', ''))).toBe(row.n);
    expect(amount(work!)).toEqual([0, Math.round(row.nHat!)]);
    expect(amount(value!)[1]).toBeCloseTo(row.utility!, 2);
    expect(amount(low!)[1]).toBeCloseTo(row.low!, 2);
    expect(amount(high!)[0]).toBe(points[at]!.highOpen ? 1 : 0);
    expect(amount(high!)[1]).toBeCloseTo(row.high!, 2);
  });
});

it('counts clear and unclear comparisons', () => {
  const { headline, counts } = lead(gridFixture);
  // Counted by hand: of 19 points 3 have an interval above 0 and none one below 0; 5 intervals contain 0.
  expect(headline.match(/\d+/g)).toEqual(['19', '3', '0', '5', '5', '6']);
  expect(counts).toBe(
    'By method: rotation saves labels in 3 of 13 and costs some in 0; simclr saves labels in 0 of 4 and costs some in 0; vae saves labels in 0 of 2 and costs some in 0.',
  );
  expect(headline).toMatch(/saves.*costs.*no clear difference.*not fitted.*once/);
});

it('notes what was compared, how certain it is, and its limits', () => {
  const notes = Object.fromEntries(lead(gridFixture).notes.map((note) => [note.label, note.text]));
  expect(Object.keys(notes)).toEqual([
    'Not fitted',
    'Compared',
    'How sure',
    'Censored',
    'Warning',
    'Training length',
  ]);
  expect(notes['Compared']).toContain('(rotation, simclr and vae)');
  expect(notes['How sure']).toContain('1 to 2 seeds for each budget of an arm');
  expect(notes['How sure']).toContain('6 comparisons ran once and have no interval');
  expect(notes['Censored']).toContain(
    'rotation on shapes-v-unlit (classification) at 200 labels (U > 0.00)',
  );
  expect(notes['Censored']).toContain('simclr on shapes-tcvl (pose) at 100 labels (U < 0.00)');
  expect(notes['Not fitted']).toContain(
    'scratch at 800 labels on shapes-tcvl (classification) (down to 88.5 %)',
  );
  expect(notes['Not fitted']).toContain('"training": { "imagesSeen": … }');
  expect(notes['Warning']).toContain('93 % on shapes-tc;');
  expect(notes['Training length']).toContain('20,000 to 160,000 images seen');
});

/** A point that states nothing, because a run is not fitted. */
const refused = (point: UtilityPoint): UtilityPoint => ({
  ...point,
  ...{ kind: 'not fitted', nHat: null, utility: null, low: null, high: null, verdict: null },
});

const given = { reads: { title: '', about: '', dimensions: 118 } };
const frozen = { evaluation: 'linear' };

it.each([
  ['given features', given],
  ['a frozen network', frozen],
])('advises no longer training where a linear head on %s is not at its optimum', (_, kind) => {
  const [panel] = singleFixture.panels;
  const [comparison] = panel!.comparisons;
  const { curve, points } = comparison!;
  const runs = curve.points.map((point) => ({
    ...point,
    runs: point.runs.map((run) => ({ ...run, fitted: false })),
  }));
  const unfitted: typeof comparison = {
    ...comparison!,
    ...kind,
    // Heads are fitted without steps.
    origins: comparison!.origins.map((run) => ({ ...run, imagesSeen: null })),
    ...{ curve: { ...curve, points: runs }, points: points.map(refused) },
  };
  const shown = lead({ ...singleFixture, panels: [{ ...panel!, comparisons: [unfitted] }] });
  const note = shown.notes.find(({ label }) => label === 'Not fitted')!;
  expect(note.text).toContain('(the fit of a linear head ended before its optimum)');
  expect(note.text).not.toMatch(/"training"|down to|short of training/);
  expect(shown.headline).toContain('the fit of a linear head ended before its optimum');
  expect(shown.headline).not.toContain('its own training images');
});

it('names no key of documents where scores of another program are not fitted', () => {
  const panels = gridFixture.panels.map((panel) => ({ ...panel, ofAnotherProgram: true as const }));
  const note = lead({ ...gridFixture, panels }).notes.find(({ label }) => label === 'Not fitted');
  expect(note!.text).toContain('scratch at 800 labels');
  expect(note!.text).not.toContain('"training"');
});

it('puts what limits the figures before them', () => {
  const { headline, figures, notes } = lead(gridFixture);
  expect(notes.filter(({ kind }) => kind === 'limit').map(({ label }) => label)).toEqual([
    'Not fitted',
  ]);
  const places = [headline, 'Not fitted:', figures, 'Compared:'].map((part) =>
    text(gridFixture).indexOf(part),
  );
  expect(places).toEqual([...places].sort((a, b) => a - b));
});

it('has no notes that do not apply', () => {
  const labels = lead(singleFixture).notes.map(({ label }) => label);
  expect(labels).not.toContain('Censored');
  expect(labels).not.toContain('Not fitted');
  const once = singleFixture.panels.map((panel) => ({
    ...panel,
    comparisons: panel.comparisons.map((comparison) => ({ ...comparison, pretrained: 1 })),
  }));
  expect(text(singleFixture)).not.toContain('one network was pretrained');
  expect(text({ ...singleFixture, panels: once })).toContain('one network was pretrained');
});

it('does not mention intervals where there are none', () => {
  const [, , once] = gridFixture.panels;
  const report = { ...gridFixture, panels: [once!] };
  expect(lead(report).headline).toBe(
    'Pretraining with rotation on shapes-v-unlit ran only once at 50, 100 and 200 labels.',
  );
  expect(text(report)).toContain('there are no intervals');
  expect(text(report)).not.toContain('Simulated');
});

it('warns when compared runs were computed in different precisions', () => {
  expect(text(singleFixture)).not.toContain('precisions');
  const [panel] = singleFixture.panels;
  const mixed = { ...singleFixture, panels: [{ ...panel!, precisions: ['bfloat16', 'float32'] }] };
  expect(text(mixed)).toContain('in different precisions:');
  expect(text(mixed)).toContain('(bfloat16 and float32)');
  expect(terminalTable(mixed).replace(/\s+/g, ' ')).toContain(
    'runs in different precisions (bfloat16, float32)',
  );
});

it('mentions evaluations other than finetuning', () => {
  const [panel, ...panels] = gridFixture.panels;
  const [first, ...rest] = panel!.comparisons;
  const linear = { ...first!, method: 'rotation (linear)', evaluation: 'linear' };
  const report = {
    ...gridFixture,
    panels: [{ ...panel!, comparisons: [linear, ...rest] }, ...panels],
  };
  expect(text(gridFixture)).toContain(' and then finetuned, against ');
  expect(text(report)).toContain(' and then finetuned or evaluated otherwise (linear), against ');
  expect(utilityRows(report)[0]).toMatchObject({ evaluation: 'linear' });
});
