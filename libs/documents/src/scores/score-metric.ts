import { problem } from '../problem';
import type { MetricFacts, Registries } from '../registry';
import { throwProblems } from '../validate';

/** The metric of the values of a task. */
export interface ScoreMetric extends MetricFacts {
  /** Name in rows and files, e.g. `accuracy`. */
  name: string;
  /** The metric of the best constant answer, in the unit of reports; null if unknown. */
  chance: number | null;
  /** Whether values are written as percent, from 0 to 100, and are shares in reports. */
  percent: boolean;
}

/** What a document says of the metric of all tasks or of one. */
export interface MetricSettings {
  metric?: string;
  higherIsBetter?: boolean;
  unit?: string;
  chance?: number;
}

/**
 * The metric of a task: what the document says, else what is known of a task or a metric of this name, else accuracy as a share.
 * Throws a UserError where neither says whether larger values are better, and for a chance that no value can have.
 */
export function scoreMetric(
  path: string,
  task: string,
  settings: MetricSettings & { tasks?: Record<string, MetricSettings> },
  registry: Registries['tasks'],
): ScoreMetric {
  const own = settings.tasks?.[task];
  const keys = own === undefined ? ['scores'] : ['scores', 'tasks', task];
  const given: MetricSettings = { ...settings, ...own };
  const entry = Object.hasOwn(registry, task) ? registry[task] : undefined;
  const name = given.metric ?? entry?.metric ?? 'accuracy';
  const known = knownMetric(name, entry ? [entry] : []) ?? elsewhere(name, registry);
  const higherIsBetter = given.higherIsBetter ?? known?.higherIsBetter;
  if (higherIsBetter === undefined) {
    const what = `larger values of ${name} may be better or worse`;
    const expected = 'true or false';
    const advice = `Add "higherIsBetter" beside "metric".`;
    throwProblems(problem(path, [...keys, 'higherIsBetter'], what, { expected, advice }));
  }
  const percent = isPercent(given.unit);
  const isShare = percent || /^share$/i.test(given.unit ?? '');
  const facts: Pick<MetricFacts, 'label' | 'unit' | 'range'> =
    given.unit === undefined
      ? (known ?? { label: name, unit: '', range: [null, null] })
      : {
          label: known?.label ?? name,
          unit: isShare ? 'share' : given.unit,
          range: isShare ? [0, 1] : [null, null],
        };
  const { label, unit, range } = facts;
  const chance = given.chance === undefined ? null : percent ? given.chance / 100 : given.chance;
  if (chance !== null && !isWithin(chance, range)) {
    const expected = rangeText({ range, percent });
    throwProblems(
      problem(path, [...keys, 'chance'], 'no value can be this', { got: given.chance, expected }),
    );
  }
  return { ...{ name, label, unit, range, chance, percent }, higherIsBetter: higherIsBetter! };
}

const isPercent = (unit = ''): boolean => /^(percent|%)$/i.test(unit);

export const isWithin = (value: number, [least, most]: MetricFacts['range']): boolean =>
  (least === null || value >= least) && (most === null || value <= most);

/** `0 to 1`, `at least 0`, `a number` */
export function rangeText({ range, percent }: Pick<ScoreMetric, 'range' | 'percent'>): string {
  const [least, most] = range.map((end) => (end === null || !percent ? end : 100 * end));
  if (least === null && most === null) return 'a number';
  if (most === null) return `at least ${least}`;
  return least === null ? `at most ${most}` : `${least} to ${most}`;
}

const ACCURACY: MetricFacts = {
  ...{ label: 'accuracy', higherIsBetter: true, unit: 'share' },
  range: [0, 1],
};

function knownMetric(
  name: string,
  entries: readonly { metrics?: Record<string, MetricFacts> }[],
): MetricFacts | undefined {
  const found = entries.find(({ metrics }) => metrics && Object.hasOwn(metrics, name));
  return found?.metrics?.[name] ?? (name === 'accuracy' ? ACCURACY : undefined);
}

/** A metric of this name in any task; the unit of another task is not that of these values, unless they are shares. */
function elsewhere(name: string, registry: Registries['tasks']): MetricFacts | undefined {
  const known = knownMetric(name, Object.values(registry));
  return known && (known.unit === 'share' ? known : { ...known, unit: '' });
}
