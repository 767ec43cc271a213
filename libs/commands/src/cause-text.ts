import { stageNames } from '@nhat/plan';
import type { Cause, Forecast } from './node-forecast';

/** Why a node runs, in words. */
export function causeText(
  { kind, details, words }: Cause,
  nodes: readonly Pick<Forecast, 'name' | 'stage'>[] = [],
): string {
  switch (kind) {
    case 'configuration changed':
      return limited(words ?? details).join('; ');
    case 'upstream runs': {
      const stages = stageNames.filter((stage) =>
        nodes.some((node) => node.stage === stage && details.includes(node.name)),
      );
      const verb = stages.length === 1 ? 'runs' : 'run';
      return stages.length > 0 ? `after ${stages.join(' and ')}, which ${verb}` : 'upstream runs';
    }
    case 'upstream changed':
      return 'what it starts from gave another result';
    case 'code changed':
      return 'the code of this stage changed';
    case 'files changed':
      return `files of the dataset changed: ${limited(details).join(', ')}`;
    case 'files lost':
      return `files of its result are not in the store (packs leave them out), or damaged there (${limited(details).join(', ')})`;
    case 'result missing':
      return 'no store has its result';
    case 'pack left out':
      return 'its published result does not count (NHAT_PUBLISHED=off)';
    case 'no result yet':
      return 'no result yet';
    case 'new in this pipeline':
      return 'new since the last run';
  }
}

const limited = (texts: readonly string[]): string[] =>
  texts.length <= 3 ? [...texts] : [...texts.slice(0, 3), `and ${texts.length - 3} more`];
