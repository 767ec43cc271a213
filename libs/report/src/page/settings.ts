import { count, setting } from '../number-format';
import type { Report, Setting } from '../report';
import { range } from '../settings';
import type { Content, Markup } from './markup';
import type { Section } from './section';
import { table } from './table';

/** The training settings of every arm. */
export const settings: Section = {
  id: 'settings',
  title: 'Settings',
  render: (report) => (report.settings.length === 0 ? null : settingsTable(report)),
};

const settingsTable = (report: Report): Markup =>
  table(
    'Networks are trained with Adam, weight decay being added to the gradient. The rate rises to its peak during the warm-up, a share of the steps, and then falls to its end.',
    [
      { heading: 'arm', text: true },
      { heading: 'method or task', text: true },
      { heading: 'backbone', text: true },
      { heading: 'images seen' },
      { heading: 'batch' },
      { heading: 'peak rate' },
      { heading: 'final rate' },
      { heading: 'warm-up' },
      { heading: 'weight decay' },
      { heading: 'augmentation', text: true },
      { heading: 'precision', text: true },
    ],
    report.settings.map(row),
    { groupBy: 1 },
  );

function row({
  arm,
  backbone,
  imagesSeen,
  schedule,
  augment,
  precision,
  ...rest
}: Setting): Content[] {
  const of = rest.method === undefined ? rest.of : `${rest.of}, ${rest.method}`;
  const rates = schedule
    ? [schedule.peakRate, schedule.finalRate, schedule.warmup, schedule.weightDecay].map(setting)
    : ['–', '–', '–', '–'];
  return [
    ...[arm, of, backbone, imagesSeen ? range(imagesSeen) : '–'],
    ...[schedule ? count(schedule.batch) : '–', ...rates],
    augment && augment.length > 0 ? augment.join(', ') : 'none',
    precision,
  ];
}
