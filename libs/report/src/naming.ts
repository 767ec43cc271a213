import type { Comparison, Panel, Report } from './report';

export const unique = <T>(items: readonly T[]): T[] => [...new Set(items)];

/** What tells a panel from the others of the report: its dataset, and backbone and task where these vary. */
export function panelName(report: Report, { dataset, backbone, task }: Panel): string {
  const varies = (part: (panel: Panel) => string) => unique(report.panels.map(part)).length > 1;
  const rest = [
    ...(varies((panel) => panel.backbone) ? [backbone] : []),
    ...(varies((panel) => panel.task) ? [task] : []),
  ];
  return rest.length > 0 ? `${dataset} (${rest.join(', ')})` : dataset;
}

export const comparisonName = (report: Report, panel: Panel, { method }: Comparison): string =>
  `${method} on ${panelName(report, panel)}`;

/** For file names and anchors. */
export const slug = (...parts: string[]): string =>
  parts
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

export const methodsOf = (report: Report): string[] =>
  unique(report.panels.flatMap(({ comparisons }) => comparisons.map(({ method }) => method)));
