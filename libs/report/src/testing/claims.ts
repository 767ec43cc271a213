import type { DecidedClaim } from '@nhat/claims';

const effect = (name: string, value: number, half: number, p: number, pFails: number | null) => ({
  ...{ name, effect: value, low: value - half, high: value + half },
  ...{ p, pFails },
});

/** TEST FIXTURE: a claim of each outcome, and one that the study lacks something for; entered by hand. */
export const claimsFixture: DecidedClaim[] = [
  {
    ...{ name: 'falls-with-labels', title: 'falls-with-labels', options: {} },
    statement: 'The utility of pretraining falls with the number of labels.',
    rule: 'Statistic: minus the slope of log2(1 + U) on log2 n.',
    ...{ outcome: 'holds', because: 'Shown for shapes-tcvl.', unit: 'doublings per doubling' },
    ...{ p: 0.0002, pFails: 0.79 },
    effects: [
      effect('shapes-tcvl', 0.316, 0.2, 0.0002, 0.9998),
      effect('shapes-tc', 0.127, 0.3, 0.21, 0.79),
    ],
    moreTrainings: null,
    leftOut: ['shapes-tc at 400'],
  },
  {
    ...{ name: 'freezing-hurts', title: 'freezing-hurts (dataset shapes-tc)' },
    options: { dataset: 'shapes-tc', margin: 0.005 },
    statement: 'The more stages of a network are frozen, the less accurate it is.',
    rule: 'The slope of the loss on the depth, by Student-t over seeds.',
    ...{ outcome: 'fails', because: 'Even the deepest freezing costs less than the margin.' },
    unit: 'share of the metric',
    ...{ p: 0.34, pFails: 0.02 },
    effects: [
      effect('2 frozen stages', 0.001, 0.003, 0.7, 0.02),
      {
        ...effect('slope for each frozen stage', -0.0004, 0.002, 0.34, null),
        unit: 'share of the metric per stage',
      },
    ],
    moreTrainings: null,
  },
  {
    ...{ name: 'larger-network-gains-more', title: 'larger-network-gains-more' },
    options: { upTo: 400 },
    statement: 'A larger network gains more from pretraining than a small one.',
    rule: 'The mean difference of log2(1 + U), large minus small.',
    ...{ outcome: 'undecided', because: 'Neither direction is shown.', unit: 'doublings' },
    ...{ p: 0.2, pFails: 0.8 },
    effects: [effect('resnet9 (width 0.5) − resnet9 (width 0.25)', 0.21, 0.5, 0.2, 0.8)],
    moreTrainings: 72,
  },
  {
    ...{ name: 'acts-as-regulariser', title: 'acts-as-regulariser', options: { upTo: 400 } },
    statement: 'Pretraining helps as a regulariser.',
    rule: 'All parts at every budget (intersection-union).',
    ...{ outcome: 'undecided', unit: 'share of the metric', effects: [], moreTrainings: null },
    ...{ p: null, pFails: null },
    because:
      'It needs the same combination of dataset, network and task with scratch trained for longer (got shapes-tc on resnet9).',
  },
];
