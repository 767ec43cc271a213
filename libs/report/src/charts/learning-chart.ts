import { DOUBLINGS_WARNING, EXTRAPOLATION, powerLawAt } from '@nhat/curves';
import type { CurvePoint, LearningCurve, MeanBand } from '@nhat/curves';
import { metricNoun, metricText } from '../metric';
import { chartNames, panelName, unique } from '../naming';
import { count, list, percent } from '../number-format';
import { oncePer } from '@nhat/documents/once-per';
import { referenceCells } from '../references';
import type { Panel, Report } from '../report';
import { bandsOf, curvesOf } from '../chance';
import { ends, originByRun } from './learning-table';
import { isFitted, unfittedPoints } from '../fitted';
import type { Chart } from './chart';
import { roundedDeep } from './rounded-deep';
import { isChanceNear, isInside, learningLayers, xAxis } from './learning-layers';
import { withKeys } from './arm-encodings';
import { armNames } from './arm-names';
import { comparable, labelScale, roundEnds } from './shared-scales';
import type { LearningDatum } from './learning-datum';
import { armStyles, config } from './theme';

/** Metric against labels: training from scratch and every method of a panel, on axes that all panels of the task share. */
export function learningChart(report: Report, panel: Panel, methods: readonly string[]): Chart {
  const curves = curvesOf(panel);
  const data = dataOfPanel(panel);
  const law = usableLaw(panel.scratch);
  const domain = roundEnds(comparable(report, panel).flatMap(drawnValues));
  const names = armNames(
    curves.map(({ arm, points }) => ({ name: arm, at: shareOf(points.at(-1)!.mean, domain) })),
    methods,
  );
  const areDashed = curves.some(({ arm }) => armStyles(methods)(arm).dash.length > 0);
  return {
    name: `${chartNames(report).get(panel)!}-learning`,
    title: `Learning curves on ${panelName(report, panel)}`,
    heading: 'Learning curves',
    description: descriptionOf(panel),
    caption: captionOf(report, panel, { law, data, domain, areDashed }),
    spec: roundedDeep({
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      config,
      ...names.size,
      datasets: { numbers: withKeys(data, ({ arm }) => arm), ...names.data },
      layer: learningLayers(panel, {
        ...{ curves, methods, names, domain },
        x: xAxis(labelScale(report)),
      }),
    }),
    data,
  };
}

const shareOf = (value: number, [low, high]: [number, number]): number =>
  (value - low) / (high - low);

const dataOfPanel = oncePer((panel: Panel): LearningDatum[] => {
  const bands = bandsOf(panel);
  return roundedDeep([
    ...curvesOf(panel).flatMap((curve, index) => dataOf(curve, panel, bands[index]!)),
    ...chanceData(panel),
    ...referenceData(panel),
  ]);
});

/** The values that the axis has to hold; the line of chance where it is near. */
const drawnValues = oncePer((panel: Panel): number[] => {
  const data = dataOfPanel(panel);
  const isNear = isChanceNear(panel, data);
  return data
    .filter(({ kind }) => kind !== 'law' && (kind !== 'chance' || isNear))
    .flatMap(({ value, bandLow, bandHigh }) => [value, bandLow ?? value, bandHigh ?? value]);
});

/** What a datum leaves open unless it is of one run or has a band. */
const none = {
  ...{ bandLow: null, bandHigh: null, seed: null },
  ...{ train: null, validation: null, fitted: null, title: null },
};

function dataOf(curve: LearningCurve, panel: Panel, band: readonly MeanBand[]): LearningDatum[] {
  const { arm, points, fit } = curve;
  const originOf = originByRun(panel, curve);
  const means = points.map((point) => ({
    ...{ ...none, arm, kind: 'mean' as const, n: point.n, value: point.mean },
    ...{ ...ends(panel, point, band), fitted: isFitted(point), title: titleOf(panel, arm, point) },
  }));
  const runs = points.flatMap(({ n, runs: group }) =>
    group.map((run) => {
      const { validation = null } = originOf({ n, seed: run.seed }) ?? {};
      return { ...none, arm, kind: 'run' as const, n, ...run, validation };
    }),
  );
  const rising = arm === 'scratch' ? fit : [];
  const fits = rising.map(({ n, value }) => ({ ...none, arm, kind: 'fit' as const, n, value }));
  return [...means, ...runs, ...fits, ...lawData(curve)];
}

/** `rotation, 100 labels: 28.1 %; seed 0: 27.0 %, seed 1: 29.2 %` */
function titleOf(panel: Panel, arm: string, { n, mean, runs }: CurvePoint): string {
  const seeds = runs.map(({ seed, value }) => `seed ${seed}: ${metricText(panel, value)}`);
  return `${arm}, ${count(n)} labels: ${metricText(panel, mean)}; ${seeds.join(', ')}`;
}

/** The means of networks with random weights. */
const referenceData = (panel: Panel): LearningDatum[] =>
  referenceCells(panel).map(({ name, n, mean }) => ({
    ...{ ...none, arm: name, kind: 'reference', n, value: mean },
  }));

/** The line of the best constant answer, from the first to the last budget; empty where it is unknown. */
function chanceData(panel: Panel): LearningDatum[] {
  const { chance } = panel;
  if (chance === null) return [];
  const budgets = curvesOf(panel).flatMap(({ points }) => points.map(({ n }) => n));
  return unique([Math.min(...budgets), Math.max(...budgets)]).map((n) => ({
    ...{ ...none, arm: 'chance', kind: 'chance', n, value: chance },
  }));
}

/** The power law is drawn for scratch only, and only where it agrees with the monotone curve. */
function usableLaw({ arm, powerLaw }: LearningCurve): LearningCurve['powerLaw'] {
  if (arm !== 'scratch' || powerLaw === null || powerLaw.doublings === null) return null;
  return powerLaw.doublings <= DOUBLINGS_WARNING ? powerLaw : null;
}

function lawData(curve: LearningCurve): LearningDatum[] {
  const law = usableLaw(curve);
  if (!law) return [];
  const [from, to] = [curve.points[0]!.n, curve.points.at(-1)!.n * EXTRAPOLATION];
  return Array.from({ length: 33 }, (_, i) => {
    const n = from * (to / from) ** (i / 32);
    const value = powerLawAt(law, n) * (curve.higherIsBetter ? 1 : -1);
    return { ...none, arm: curve.arm, kind: 'law', n, value };
  });
}

interface Drawn {
  law: LearningCurve['powerLaw'];
  data: readonly LearningDatum[];
  domain: [number, number];
  /** Whether arms have dashed lines, too. */
  areDashed: boolean;
}

function captionOf({ coverage, inversion }: Report, panel: Panel, drawn: Drawn): string {
  const { law, data, domain, areDashed } = drawn;
  const banded = data.some(({ bandLow }) => bandLow !== null);
  const band = banded ? ` with its ${percent(coverage, 0)} band` : '';
  return [
    `Mean of the runs at each budget${band}; faint dots are single runs.`,
    inversion === 'paper'
      ? 'The line of scratch is the monotone fit; n̂ is read from the means themselves.'
      : 'The line of scratch is the monotone fit that n̂ is read from; its band belongs to the line.',
    curvesOf(panel).some((curve) => unfittedPoints(curve).length > 0)
      ? 'A cross marks a budget at which a run did not learn its own training images.'
      : '',
    isInside(panel.chance, domain) ? CHANCE_TEXT : '',
    referencesText(panel),
    law
      ? `Dashed${areDashed ? ' and grey' : ''}: a power law through scratch, for the eye only.`
      : '',
    !law && panel.scratch.powerLaw
      ? `No power law is drawn: it would differ from the measured curve by more than ${DOUBLINGS_WARNING} doublings of the labels.`
      : '',
  ]
    .filter((text) => text !== '')
    .join(' ');
}

/** Which lines are those of networks with random weights; several have no names in the chart. */
function referencesText({ references = [] }: Panel): string {
  if (references.length === 0) return '';
  if (references.length === 1) {
    return 'Dashed and labelled random weights: the same evaluation without pretraining.';
  }
  const lastMean = ({ curve }: (typeof references)[number]) => curve.points.at(-1)!.mean;
  const names = [...references].sort((a, b) => lastMean(b) - lastMean(a)).map(({ name }) => name);
  return `Dashed and grey, the same evaluations without pretraining, by falling height at their right end: ${list(names)}.`;
}

const CHANCE_TEXT =
  'Dashed and labelled chance: the best that one and the same answer for every image reaches.';

function descriptionOf(panel: Panel): string {
  const parts = curvesOf(panel).map(({ arm, points }) => {
    const [first, last] = [points[0]!, points.at(-1)!];
    const from = `${metricText(panel, first.mean)} at ${count(first.n)} labels`;
    return first === last
      ? `${arm}: ${from}`
      : `${arm}: from ${from} to ${metricText(panel, last.mean)} at ${count(last.n)}`;
  });
  return `${panel.task}: ${metricNoun(panel)} on test images against the number of labels. ${list(parts)}.`;
}
