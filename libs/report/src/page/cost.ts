import { TIME_PARTS, partTimes, totalCost } from '../cost-table';
import { count, duration } from '../number-format';
import type { StageCost } from '../report';
import type { Content } from './markup';
import type { Section } from './section';
import { table } from './table';

/** The cost of every stage. */
export const cost: Section = {
  id: 'cost',
  title: 'Cost',
  render: (report) =>
    table(
      'Time of one process, when the result was computed: what came from the store or a cache cost nothing this time.',
      [
        { heading: 'stage', text: true },
        { heading: 'nodes' },
        { heading: 'time' },
        ...TIME_PARTS.map((part) => ({ heading: part })),
        { heading: 'images' },
        { heading: 'images/s' },
      ],
      [...report.stages.map(stageRow), totalRow(report.stages)],
    ),
};

const stageRow = ({ images, imagesPerSecond, ...cost }: StageCost): Content[] => [
  cost.stage,
  count(cost.nodes),
  duration(cost.seconds),
  ...partTimes(cost),
  images === null ? '–' : count(images),
  imagesPerSecond === null ? '–' : count(imagesPerSecond),
];

function totalRow(stages: readonly StageCost[]): Content[] {
  const total = totalCost(stages);
  return ['total', count(total.nodes), duration(total.seconds), ...partTimes(total), '', ''];
}
