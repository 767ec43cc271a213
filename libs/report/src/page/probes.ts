import { metricValue } from '../metric';
import type { Report } from '../report';
import { html } from './markup';
import type { Markup } from './markup';
import { table } from './table';

/** The results of probes on the pretrained features; null where no pretraining was probed. */
export function probes({ pretrainings }: Report): Markup | null {
  const rows = pretrainings.flatMap(({ method, dataset, backbone, seed, probes: probed }) =>
    probed.map(({ task, metric, linear, mlp, randomLinear = null, randomMlp = null }) => [
      ...[method, dataset, backbone, String(seed), task, metric.label],
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
