import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RegistryEntry } from '@nhat/documents';
import type { MethodFacts } from './pretext';
import { methods } from './registry';

const text = readFileSync(join(__dirname, '../../../docs/methods.md'), 'utf8');
const allRows = text
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) =>
    line
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -1),
  );
/** The table of methods, and that of the checks whether they learned anything. */
const rows = allRows.filter((row) => row.length === 6);
const checks = allRows.filter((row) => row.length === 4);

/** As the table says it: `1e-3 → 1e-5, decay 1e-4, no cutout`; with the batch of methods that have one of their own. */
function settings({ pretraining, augment = {} }: RegistryEntry): string {
  const { peakRate, finalRate, weightDecay, batch } = pretraining!;
  const own = batch === undefined ? '' : `, batch ${batch}`;
  const [peak, final, decay] = [peakRate, finalRate, weightDecay].map((x) => x!.toExponential());
  const off = Object.entries(augment).map(([name, on]) => `, ${on ? '' : 'no '}${name}`);
  return `${peak} → ${final}, decay ${decay}${own}${off.join('')}`;
}

describe('docs/methods.md', () => {
  it('has a row for each method of the registry, in its order', () => {
    expect(rows.map(([name]) => name)).toEqual(Object.keys(methods).map((name) => `\`${name}\``));
  });

  it('has the check of each method that has one, with its rule', () => {
    const withCheck = Object.entries<MethodFacts>(methods).flatMap(([name, { learning }]) =>
      learning ? [[`\`${name}\``, learning.rule]] : [],
    );
    expect(checks.map(([name, , , rule]) => [name, rule])).toEqual(withCheck);
  });

  it.each(rows)('%s: views, settings and options as they are', (...[cell, , views, ...row]) => {
    const name = cell!.replaceAll('`', '') as keyof typeof methods;
    const facts: MethodFacts = methods[name];
    expect(views).toBe(String(facts.views));
    expect(row[0]).toBe(settings(methods[name]));
    const options = Object.entries(facts.options.properties).map(
      ([key, { default: value }]) => `\`${key}\` ${String(value)}`,
    );
    expect(row[1]).toBe(options.join(', '));
  });
});
