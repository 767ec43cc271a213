import { createHash } from 'node:crypto';
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

/** Longer names of charts are cut: a file name has at most 255 bytes, and the ends of a chart's files need some. */
const LONGEST = 120;

/**
 * File name of each panel's charts, without kind and ending: readable, at most 120 characters, and each once also where
 * names differ only in letters that a file name lacks.
 */
export function chartNames({ panels }: Pick<Report, 'panels'>): Map<Panel, string> {
  const slugs = panels.map(({ dataset, backbone, task }) => slug(dataset, backbone, task));
  return new Map(
    panels.map((panel, at) => {
      const name = slugs[at]!;
      const clear = name.length <= LONGEST && slugs.indexOf(name) === slugs.lastIndexOf(name);
      return [panel, clear ? name : withDigest(name, panel)];
    }),
  );
}

function withDigest(name: string, { dataset, backbone, task }: Panel): string {
  const digest = createHash('sha256').update(JSON.stringify([dataset, backbone, task]));
  return `${name.slice(0, LONGEST - 9)}-${digest.digest('hex').slice(0, 8)}`;
}

/** For file names and anchors. */
export const slug = (...parts: string[]): string =>
  parts
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

export const methodsOf = (report: Report): string[] =>
  unique(report.panels.flatMap(({ comparisons }) => comparisons.map(({ method }) => method)));
