import { readNodeRecord } from './node-record';
import type { ClaimConfig, DecisionConfig } from '@nhat/documents';

/** The texts and claims of a pipeline, and the names of its utility nodes. */
export interface PipelineRecord {
  name: string;
  question: string;
  cost: string;
  expected: string;
  /** What the results should decide; nothing when absent. */
  claims?: ClaimConfig[];
  /** Labels and prices of a reader; absent without them. */
  decision?: DecisionConfig;
  /** Names of the pipelines whose cells it has; itself alone when absent. */
  members?: string[];
  /** How often `nx decide` added runs to them after a look at the results; never when absent. */
  rounds?: number;
  /** The files of scores of other programs that it has, with the number of their runs. */
  scores?: { path: string; runs: number }[];
  /** Names of its utility nodes. */
  utilities: string[];
  /** The pack that the results were read from; absent for results of this workspace. */
  published?: PublishedFacts;
  /** Digest of the record that refers to the records of the utility nodes. Without it, damaged artifacts cannot be made again. */
  record?: string;
}

/** Where published results come from, and how they differ from what the code and the document of today would give. */
export interface PublishedFacts {
  /** Path of the pack, from the root of the workspace where it is in there. */
  path: string;
  /** SHA-256 of its content. */
  digest: string;
  /** What is other today, a clause each; empty where code and document are the same. */
  differences: string[];
  /** Why images outside the workspace, which count as those of the pack, cannot be read; absent where they can. */
  unread?: string;
}

/**
 * Reads the pipeline that Nx passes in NHAT_PIPELINE, whose `text` contains the texts, the claims and the digest of a record that lists the
 * utility nodes, because thousands of names are too long for a variable.
 */
export function readPipelineRecord(root: string, text: string): PipelineRecord {
  const given = JSON.parse(text) as Omit<PipelineRecord, 'utilities'> & Partial<PipelineRecord>;
  const utilities = () => readNodeRecord(root, given.record ?? '').upstream.map(({ node }) => node);
  return { ...given, utilities: given.utilities ?? utilities() };
}
