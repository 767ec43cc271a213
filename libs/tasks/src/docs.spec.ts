import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modulesOf } from '@nhat/documents/testing/describe-registry';
import { openEngine, tidy } from '@nhat/engine';
import { commonestShare } from './constant-score';
import { tasks } from './registry';
import { metricsOf } from './testing/colour-task';
import { smallTask, smallTaskBatch } from './testing/small-task';
import type { TaskModule } from './task';

const modules = modulesOf<TaskModule>(__dirname);
const text = readFileSync(join(__dirname, '../../../docs/tasks.md'), 'utf8');
const cellsOf = (line: string) => line.split('|').map((cell) => cell.trim());
const named = (cell: string | undefined) =>
  [...cell!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
const rows = text
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => cellsOf(line).slice(1, -1));

describe('docs/tasks.md', () => {
  beforeAll(async () => {
    await openEngine();
  });

  it('has one row per task of the registry, in its order', () => {
    expect(rows.map(([name]) => named(name)[0])).toEqual(Object.keys(tasks));
  });

  it.each(rows)('%s: truth, head, metrics and options as they are', async (...row) => {
    const [task, truth, head, , metric, others, constant] = row;
    const [name] = named(task) as [keyof typeof tasks];
    const module = modules.get(name)!;
    expect(named(truth)).toEqual([module.truth]);
    expect(named(metric)).toEqual([module.metric]);
    const defaults = Object.entries(module.options.properties).map(([key, option]) => [
      key,
      option.default,
    ]);
    const small = smallTask(module, 0, Object.fromEntries(defaults) as never);
    const metrics = await metricsOf(small.task, smallTaskBatch(module, 0));
    expect([module.metric, ...named(others)].sort()).toEqual(Object.keys(metrics).sort());
    expect(Object.keys(tasks[name].metrics).sort()).toEqual(Object.keys(metrics).sort());
    const isShareOfClasses = module.constantScore === commonestShare;
    expect(constant).toBe(isShareOfClasses ? 'the most frequent class' : 'one depth');
    const outputs = small.parameters.at(-1)!.shape.at(-1);
    expect(head).toBe(`${'dense' in tasks[name] ? 'every position' : 'features'} → ${outputs}`);
    for (const [key] of defaults) expect(row.join(' ')).toContain(`"${key}":`);
    tidy(() => small.dispose());
  });

  it('says from which share on a run counts as fitted', () => {
    for (const entry of Object.values(tasks)) {
      expect(entry.fittedAt).toBe('dense' in entry ? 0.95 : 0.9);
    }
    expect(text).toMatch(/reaches 90 %, or 95 % for dense tasks/);
  });
});
