import { metricValue } from '../metric';
import type { Report } from '../report';
import { learnedFrom } from './learned-from';
import { html } from './markup';
import type { Markup } from './markup';
import { table } from './table';

/** The results of probes on the pretrained features; null where no pretraining was probed. */
export function probes(report: Report): Markup | null {
  const from = learnedFrom(report);
  const rows = report.pretrainings.flatMap((facts) =>
    facts.probes.map(({ task, metric, linear, mlp, randomLinear = null, randomMlp = null }) => [
      ...[facts.method, facts.dataset, facts.backbone, ...from.cells(facts)],
      ...[String(facts.seed), task, metric.label],
      ...[linear, randomLinear, mlp, randomMlp].map((value) =>
        value === null ? '–' : metricValue(metric, value),
      ),
    ]),
  );
  if (rows.length === 0) return null;
  return html`<h3>Probes</h3>
    ${table(
      'Heads fitted after the pretraining to frozen features of training images and their labels; on held-out images. Random: the same network before its training. Good probes need not save many labels.',
      [
        { heading: 'method', text: true },
        { heading: 'dataset', text: true },
        { heading: 'backbone', text: true },
        ...from.columns,
        { heading: 'seed' },
        { heading: 'task', text: true },
        { heading: 'metric', text: true },
        { heading: 'linear probe' },
        { heading: 'random' },
        { heading: 'mlp probe' },
        { heading: 'random' },
      ],
      rows,
      { groupBy: 3 },
    )}`;
}
