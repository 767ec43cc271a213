import { readNodeRecord } from './node-record';
import { userError } from '@nhat/documents';

/** The prose of a pipeline and the nodes that answer it. */
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

/**
 * The pipeline that Nx hands over as NHAT_PIPELINE: its prose, and the digest of the record that names its utility nodes,
 * because thousands of names are too long for a variable.
 */
export function readPipelineRecord(
  root: string,
  environment: Record<string, string | undefined>,
): PipelineRecord {
  const text = environment['NHAT_PIPELINE'];
  if (text === undefined) {
    throw userError('NHAT_PIPELINE', 'not set', {
      expected: 'the record of a pipeline',
      advice: 'Reports are written by Nx, e.g. `npx nx utility smoke`.',
    });
  }
  const given = JSON.parse(text) as Omit<PipelineRecord, 'utilities'> & Partial<PipelineRecord>;
  const utilities = () => readNodeRecord(root, given.record ?? '').upstream.map(({ node }) => node);
  return { ...given, utilities: given.utilities ?? utilities() };
}
