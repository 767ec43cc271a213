import { curvesOf } from './chance';
import { unique } from './naming';
import { count, list, plural, setting } from './number-format';
import type { Panel, Report, Setting } from './report';

/** One fact of the experiment: what it is and its value. */
export interface RanFact {
  name: string;
  text: string;
}

/** The facts of the experiment: networks, images, training length, batch, seeds and pretrainings; only those that are known. */
export function ranFacts(report: Report): RanFact[] {
  const { panels, datasets, settings } = report;
  const sizes = unique(datasets.map(({ resolution }) => resolution)).sort((a, b) => a - b);
  const labelled = settings.filter(({ arm }) => arm !== 'pretraining');
  const batches = unique(labelled.flatMap(({ schedule }) => schedule?.batch ?? []));
  const pretrainings = panels.flatMap(({ comparisons }) =>
    comparisons.flatMap(({ reads, pretrained }) => (reads === undefined ? [pretrained] : [])),
  );
  const steps = imagesSeenOf(panels);
  const facts = {
    Network: list(unique(panels.map(networkText))),
    Resolution: sizes.length > 0 ? `${list(sizes.map((size) => `${size} × ${size}`))} pixels` : '',
    Length: steps.length > 0 ? `${range(steps)} images seen a run` : '',
    Batch: batches.length > 0 ? `batch ${list(batches)}` : '',
    'Own rates': ownRates(settings),
    Seeds: [
      seedsText(panels),
      ...(pretrainings.length > 0 ? [`${amount(pretrainings, 'pretraining')} a method`] : []),
    ].join(' · '),
  };
  return Object.entries(facts)
    .map(([name, text]) => ({ name, text }))
    .filter(({ text }) => text !== '');
}

const RATES = {
  batch: 'batch',
  peakRate: 'peak rate',
  finalRate: 'final rate',
  warmup: 'warm-up',
  weightDecay: 'weight decay',
};

/** `amdim: peak rate 0.01 (scratch 0.003)`: the arms that are trained with labels by a recipe of their own; empty where there are none. */
export function ownRates(settings: readonly Setting[]): string {
  const texts = settings.flatMap(({ arm, method, own = {} }) => {
    if (method === undefined) return [];
    const rates = Object.entries(own).map(
      ([key, { own: value, scratch }]) =>
        `${RATES[key as keyof typeof RATES]} ${setting(value)} (scratch ${setting(scratch)})`,
    );
    return [`${method}${arm === 'finetuning' ? '' : ` (${arm})`}: ${rates.join(', ')}`];
  });
  return unique(texts).join('; ');
}

/** `resnet9 (width 0.25, features 256)`: the backbone with all its settings, including those that all panels share. */
function networkText({ backbone, backboneOptions }: Panel): string {
  const [, name, settings = ''] = /^(.*?)(?: \((.*)\))?$/s.exec(backbone)!;
  const known = settings === '' ? [] : settings.split(', ');
  const unlisted = Object.entries(backboneOptions)
    .map(
      ([key, value]) =>
        `${key} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
    )
    .filter((option) => !known.includes(option));
  const all = [...known, ...unlisted];
  return all.length > 0 ? `${name} (${all.join(', ')})` : name!;
}

/** Images seen by all runs; heads that are fitted without steps are left out. */
export const imagesSeenOf = (panels: readonly Panel[]): number[] =>
  panels
    .flatMap(({ origins, comparisons }) => [
      origins,
      ...comparisons.map((comparison) => comparison.origins),
    ])
    .flatMap((origins) => origins.flatMap(({ imagesSeen }) => imagesSeen ?? []));

function seedsText(panels: readonly Panel[]): string {
  return `${amount(
    panels.flatMap(curvesOf).flatMap(({ points }) => points.map(({ runs }) => runs.length)),
    'seed',
  )} for each budget of an arm`;
}

/** `50`, or `50 to 1,600`: the smallest and the largest of these numbers. */
export function range(values: readonly number[]): string {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low === high ? count(low) : `${count(low)} to ${count(high)}`;
}

/** `1 seed`, `2 to 5 seeds` */
function amount(values: readonly number[], noun: string): string {
  const most = Math.max(...values);
  return range(values) === count(most) ? plural(most, noun) : `${range(values)} ${noun}s`;
}
