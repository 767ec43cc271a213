import { userError } from '@nhat/spec';

/** What Nx hands to the report as NHAT_PIPELINE: the prose of a pipeline and the nodes that answer it. */
export interface PipelineRecord {
  name: string;
  question: string;
  cost: string;
  expected: string;
  /** Names of its utility nodes. */
  utilities: string[];
  /** Digest of the record that names theirs; without it nothing that is damaged can be made again. */
  record?: string;
}

export function readPipelineRecord(
  environment: Record<string, string | undefined>,
): PipelineRecord {
  const text = environment['NHAT_PIPELINE'];
  if (text === undefined) {
    throw userError('NHAT_PIPELINE', 'not set', {
      expected: 'the record of a pipeline',
      advice: 'Reports are written by Nx, e.g. `npx nx utility smoke`.',
    });
  }
  return JSON.parse(text) as PipelineRecord;
}
