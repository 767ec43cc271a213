import { userError } from '@nhat/documents';
import type { PipelineTarget } from './command-list';

/** The mistake of a command line that names no pipeline for this target: Nx itself would look for the target in its default project. */
export const withoutPipeline = (target: PipelineTarget): Error =>
  target === 'explain'
    ? userError('nx explain', 'no node', {
        expected: 'the name of one, or a pipeline and a part of the name',
        advice: 'E.g. npx nx explain smoke --node=images; npx nx plan smoke --all lists nodes.',
      })
    : userError(`nx ${target}`, 'no pipeline', {
        expected: `the name of one, e.g. npx nx ${target} smoke`,
        advice: `All active ones: npx nx run-many -t ${target}`,
      });
