import { TIME_PARTS, partTimes, totalCost } from '../cost-table';
import { count, duration, percent } from '../number-format';
import type { PretrainingFacts, Report, StageCost } from '../report';
import { html } from './markup';
import type { Content, Markup } from './markup';
import { probes } from './probes';
import { table } from './table';

/** What pretraining reached, and what every stage cost. */
export const cost = (report: Report): Markup =>
  html`<section id="pretraining">
      <h2>Pretraining</h2>
      ${table(
        'Every pretrained network; loss and accuracy are means over the last tenth of its training.',
        [
          { heading: 'method', text: true },
          { heading: 'dataset', text: true },
          { heading: 'backbone', text: true },
          { heading: 'seed' },
          { heading: 'image-steps' },
          { heading: 'loss' },
          { heading: 'accuracy of its own task' },
          { heading: 'time' },
        ],
        report.pretrainings.map(pretrainingRow),
      )}
      ${probes(report)}
    </section>
    <section id="cost">
      <h2>Cost</h2>
      ${table(
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
      )}
    </section>`;

const pretrainingRow = (facts: PretrainingFacts): Content[] => [
  facts.method,
  facts.dataset,
  facts.backbone,
  String(facts.seed),
  count(facts.imageSteps),
  facts.loss.toPrecision(3),
  facts.accuracy === null ? '–' : percent(facts.accuracy),
  duration(facts.seconds),
];

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
