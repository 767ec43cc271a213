import { unique } from './naming';
import { count, list, plural } from './number-format';
import type { Report } from './report';

/**
 * Which pipelines a study joins, and in what the networks and images of its cells differ, so that nobody compares across it; empty for a
 * pipeline alone.
 */
export function studyText({ members = [], panels, datasets }: Report): string {
  if (members.length < 2) return '';
  const networks = unique(panels.map(({ backbone }) => backbone));
  const sizes = unique(datasets.map(({ resolution }) => resolution)).sort((a, b) => a - b);
  const differing = [
    ...(networks.length > 1 ? [`network (${list(networks)})`] : []),
    ...(sizes.length > 1 ? [`resolution (${list(sizes.map(count))} pixels)`] : []),
  ];
  const joined = `${plural(panels.length, 'combination')} of dataset, network and task from ${plural(members.length, 'pipeline')} (${list(members)}), each once.`;
  return differing.length === 0
    ? `${joined} All have one network and one resolution.`
    : `${joined} They differ in ${list(differing)}, so methods are compared within a combination.`;
}
