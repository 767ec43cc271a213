import { TIME_PARTS, clockText, partTimes, totalCost } from '../cost-table';
import { count, duration } from '../number-format';
import type { Report, StageCost } from '../report';
import type { Content } from './markup';
import type { Section } from './section';
import { table } from './table';

/** The cost of every stage. */
export const cost: Section = {
  id: 'cost',
  title: 'Cost',
  render: (report) =>
    table(
      COST_CAPTION,
      [
        { heading: 'stage', text: true },
        { heading: 'nodes' },
        { heading: 'process time' },
        { heading: 'by the clock' },
        ...TIME_PARTS.map((part) => ({ heading: part })),
        { heading: 'images' },
        { heading: 'images/s' },
      ],
      [...report.stages.map(stageRow), totalRow(report)],
    ),
};

const COST_CAPTION =
  'What it took when the results were computed; what came from the store or a cache cost nothing this time. Process time is summed over the nodes, and its parts with it; by the clock, nodes that ran side by side count once, and the time in which none ran does not count.';

const stageRow = ({ images, imagesPerSecond, ...cost }: StageCost): Content[] => [
  cost.stage,
  count(cost.nodes),
  duration(cost.seconds),
  clockText(cost.clock),
  ...partTimes(cost),
  images === null ? '–' : count(images),
  imagesPerSecond === null ? '–' : count(imagesPerSecond),
];

function totalRow({ stages, clock }: Report): Content[] {
  const total = totalCost(stages);
  return [
    ...['total', count(total.nodes), duration(total.seconds), clockText(clock)],
    ...[...partTimes(total), '', ''],
  ];
}
