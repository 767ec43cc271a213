import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { backbones } from '@nhat/models/registry';
import { methods } from '@nhat/pretext/registry';
import { lead } from '@nhat/report/lead';
import { terminalTable } from '@nhat/report/terminal-table';
import { gridFixture, singleFixture } from '@nhat/report/testing/fixture';
import type { Registry } from '@nhat/documents';
import { tasks } from '@nhat/tasks/registry';
import { leaksThroughBorder } from './method-facts';
import { metricOf } from './task-metrics';

const options = { type: 'object', description: 'None.', properties: {} } as const;
const toyTasks: Registry = {
  restoration: {
    options,
    metric: 'psnr',
    metrics: {
      psnr: { label: 'PSNR', higherIsBetter: true, unit: 'dB', range: [null, null] },
      kept: { label: 'share kept', higherIsBetter: true, unit: 'share', range: [0, 1] },
    },
  },
};

describe('a metric of a task of the registry', () => {
  it.each(Object.entries(tasks as Registry))('is described for %s', (task, { metrics }) => {
    for (const [name, { label, unit, range }] of Object.entries(metrics!)) {
      expect(metricOf(task, name)).toEqual({ name, label, unit, range });
      expect(label.length).toBeGreaterThan(0);
      expect(unit === 'share').toBe(range[1] === 1);
    }
  });

  it('is printed by its descriptor when a new task brings it', () => {
    const [panel] = singleFixture.panels;
    const table = (metric: string) =>
      terminalTable({
        ...singleFixture,
        panels: [{ ...panel!, metric: metricOf('restoration', metric, toyTasks) }],
      });
    expect(table('psnr')).toContain('classification · PSNR');
    expect(table('psnr')).not.toMatch(/^ +\d+ .*%/m);
    expect(table('kept')).toContain('· share kept');
    expect(table('kept')).toMatch(/^ +\d+ .*%/m);
  });

  it.each([
    ['classification', 'psnr'],
    ['restoration', 'accuracy'],
    ['constructor', 'name'],
    ['classification', 'toString'],
  ])('is a bare figure without a descriptor: %s, %s', (task, name) => {
    expect(metricOf(task, name)).toEqual({ name, label: name, unit: '', range: [null, null] });
  });
});

describe('the warning of a border that leaks', () => {
  it('follows the flag of the method, not its name', () => {
    expect(leaksThroughBorder('rotation')).toBe(true);
    expect(leaksThroughBorder('vae')).toBe(false);
    expect(leaksThroughBorder('constructor')).toBe(false);
    const jigsaw: Registry = { jigsaw: { options, leaksThroughBorder: true } };
    expect(leaksThroughBorder('jigsaw', jigsaw)).toBe(true);
    const unflagged = { ...singleFixture.panels[0]!.comparisons[0]! };
    delete unflagged.leaksThroughBorder;
    const warning = (method: string, leaks: boolean) => {
      const flag = leaks && { leaksThroughBorder: true as const };
      const shown = { ...unflagged, method, ...flag };
      const report = {
        ...singleFixture,
        panels: [{ ...singleFixture.panels[0]!, comparisons: [shown] }],
      };
      return lead(report).notes.find(({ label }) => label === 'Warning')?.text;
    };
    expect(warning('jigsaw', true)).toContain('jigsaw can be solved in part');
    expect(warning('rotation', false)).toBeUndefined();
    expect(lead(gridFixture).notes.map(({ label }) => label)).toContain('Warning');
  });
});

/** The files of a library without tests and fixtures. */
const sourcesOf = (library: string): string[] => {
  const folder = join(__dirname, '../..', library, 'src');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !/\.spec\.ts$|testing/.test(path))
    .map((path) => join(folder, path));
};

const withoutComments = (source: string): string =>
  source.replace(/\/\*[^]*?\*\/|^ *\/\/.*$/gm, '');

it.each(['report', 'collect'])('no code of %s contains the name of a plug-in', (library) => {
  // The accuracy of pretraining on its own task is a score of every method, and balanced accuracy follows from right and wrong answers of any task.
  const metrics = Object.values(tasks)
    .flatMap((entry) => Object.keys(entry.metrics))
    .filter((name) => name !== 'accuracy' && name !== 'balancedAccuracy');
  const names = [
    ...[methods, tasks, backbones].flatMap((registry) => Object.keys(registry)),
    ...metrics,
  ];
  const quoted = new RegExp(`['"\`](${names.join('|')})['"\`]|\\b(${metrics.join('|')})\\b`);
  const files = sourcesOf(library);
  expect(files.length).toBeGreaterThan(10);
  expect(files.filter((file) => quoted.test(withoutComments(readFileSync(file, 'utf8'))))).toEqual(
    [],
  );
});
