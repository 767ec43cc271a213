import { digits } from '@nhat/documents/digits';
import { learningText } from '../learning';
import { count, duration, percent } from '../number-format';
import type { PretrainingFacts, Report } from '../report';
import { learnedFrom } from './learned-from';
import { html } from './markup';
import type { Content, Markup } from './markup';
import { probes } from './probes';
import type { Section } from './section';
import { table } from './table';

/** The results of pretraining, on its own task and in probes. */
export const pretraining: Section = {
  id: 'pretraining',
  title: 'Pretraining',
  render: (report) => (report.pretrainings.length === 0 ? null : results(report)),
};

function results(report: Report): Markup {
  const from = learnedFrom(report);
  return html`${table(
    'Every pretrained network; loss and accuracy are means over the last tenth of its training.',
    [
      { heading: 'method', text: true },
      { heading: 'dataset', text: true },
      { heading: 'backbone', text: true },
      ...from.columns,
      { heading: 'seed' },
      { heading: 'images seen' },
      { heading: 'loss' },
      { heading: 'accuracy of its own task' },
      { heading: 'on held-out images', text: true },
      { heading: 'learned', text: true },
      { heading: 'time' },
    ],
    report.pretrainings.map((facts) => pretrainingRow(facts, from.cells(facts))),
  )}
  ${probes(report)}`;
}

const pretrainingRow = (facts: PretrainingFacts, from: readonly string[]): Content[] => [
  facts.method,
  facts.dataset,
  facts.backbone,
  ...from,
  String(facts.seed),
  count(facts.imagesSeen),
  digits(facts.loss, 3),
  facts.accuracy === null ? '–' : percent(facts.accuracy),
  facts.learning ? learningText(facts.learning) : '–',
  learnedText(facts),
  duration(facts.seconds),
];

function learnedText({ learning }: PretrainingFacts): string {
  if (!learning) return '–';
  const { learned, rule } = learning;
  if (learned === null) return 'not checked, because there are no validation images';
  return learned ? 'yes' : `no, needs ${rule}`;
}
