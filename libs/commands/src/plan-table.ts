import { stageNames, workText } from '@nhat/plan';
import type { Work } from '@nhat/plan';
import type { Forecast } from './forecast';

export interface StageCount {
  stage: string;
  nodes: number;
  ready: number;
  run: number;
}

export const countByStage = (expected: readonly Forecast[]): StageCount[] =>
  stageNames
    .map((stage) => {
      const ofStage = expected.filter((node) => node.stage === stage);
      const run = ofStage.filter(({ status }) => status === 'run').length;
      return { stage, nodes: ofStage.length, ready: ofStage.length - run, run };
    })
    .filter(({ nodes }) => nodes > 0);

/** One line per node that will run, then the counts by stage and the amount of work. */
export function planTable(
  pipeline: string,
  expected: readonly Forecast[],
  work: { all: Work; run: Work },
): string {
  const running = expected.filter(({ status }) => status === 'run');
  const width = Math.max(0, ...running.map(({ name }) => name.length));
  const lines = running.map(({ name, reason }) => `  ${name.padEnd(width)}  ${because(reason)}`);
  const headline =
    running.length === 0
      ? `${pipeline}: nothing to run, all ${expected.length} results are there`
      : `${pipeline}: ${running.length} of ${expected.length} nodes will run`;
  const counts = countByStage(expected).map(({ stage, nodes, run }) => `${stage} ${run}/${nodes}`);
  const totals = [
    `to run by stage: ${counts.join(', ')}`,
    `training to run: ${workText(work.run)}; in all: ${workText(work.all)} (networks only, heads and evaluation apart)`,
  ];
  return `${[headline, ...lines, ...totals].join('\n')}\n`;
}

function because(reason: Forecast['reason']): string {
  if (reason === undefined) return '';
  if (reason.kind === 'upstream runs') return reason.kind;
  return [reason.kind, ...reason.details.slice(0, 3)].join('; ');
}
