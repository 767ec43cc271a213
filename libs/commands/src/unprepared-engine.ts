import { chosenEngine, forcedEngine } from '@nhat/engine/chosen-engine';
import { findWorkspace } from '@nhat/engine/prepare/find-workspace';
import { readReport } from '@nhat/engine/prepare/report';

/**
 * What to say where trainings run on a slow engine only because nobody has prepared a faster one in this clone; undefined where one is prepared,
 * where that was tried in vain, and where `NHAT_ENGINE` asks for an engine. Throws a UserError for an unknown NHAT_ENGINE.
 */
export function unpreparedEngine(): string | undefined {
  if (forcedEngine() !== undefined) return undefined;
  const { capabilities, title } = chosenEngine();
  if (capabilities.fast || readReport(findWorkspace().reports) !== undefined) return undefined;
  return [
    `engine: ${title}, in float32 and at a fifth of the native speed, because no`,
    'native engine was prepared in this clone. Ctrl-C, `npx nx prepare engine` (once,',
    '2 minutes), and the same command goes on with it.',
  ].join('\n');
}
