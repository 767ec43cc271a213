import { createHash } from 'node:crypto';
import type { Comparison, Panel, Report } from './report';

export const unique = <T>(items: readonly T[]): T[] => [...new Set(items)];

/** The shortest name that identifies a panel within its report: its dataset, plus backbone and task where these vary. */
export function panelName(report: Report, { dataset, backbone, task }: Panel): string {
  const varies = (part: (panel: Panel) => string) => unique(report.panels.map(part)).length > 1;
  const varying = [
    ...(varies((panel) => panel.backbone) ? [backbone] : []),
    ...(varies((panel) => panel.task) ? [task] : []),
  ];
  if (varying.length === 0) return dataset;
  // A dataset of several resolutions has one in brackets.
  const open = dataset.endsWith(')') ? `${dataset.slice(0, -1)}, ` : `${dataset} (`;
  return `${open}${varying.join(', ')})`;
}

export const comparisonName = (report: Report, panel: Panel, { method }: Comparison): string =>
  `${method} on ${panelName(report, panel)}`;

/**
 * The largest length of a chart name. A file name has at most 255 bytes, and the suffixes of a chart's files need some of them.
 */
const MAX_LENGTH = 120;

/**
 * The file name of each panel's charts, without kind and extension: readable, at most 120 characters, and unique even where
 * names differ only in characters that a file name cannot contain.
 */
export function chartNames({ panels }: Pick<Report, 'panels'>): Map<Panel, string> {
  const slugs = panels.map(({ dataset, backbone, task }) => slug(dataset, backbone, task));
  return new Map(
    panels.map((panel, index) => {
      const name = slugs[index]!;
      const clear = name.length <= MAX_LENGTH && slugs.indexOf(name) === slugs.lastIndexOf(name);
      return [panel, clear ? name : withDigest(name, panel)];
    }),
  );
}

function withDigest(name: string, { dataset, backbone, task }: Panel): string {
  const digest = createHash('sha256').update(JSON.stringify([dataset, backbone, task]));
  return `${name.slice(0, MAX_LENGTH - 9)}-${digest.digest('hex').slice(0, 8)}`;
}

/** Text for file names and anchors: lower-case letters, digits and hyphens. */
export const slug = (...parts: string[]): string =>
  parts
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/** The method alone, without the evaluation that `method` has in brackets where it is not plain finetuning. */
export const methodName = ({ method, evaluation }: Comparison): string =>
  evaluation === undefined ? method : method.replace(` (${evaluation})`, '');

export const methodsOf = (report: Report): string[] =>
  unique(report.panels.flatMap(({ comparisons }) => comparisons.map(({ method }) => method)));
