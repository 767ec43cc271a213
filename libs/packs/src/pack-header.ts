import { isDigest } from '@nhat/artifacts';
import type { ClaimConfig, DecisionConfig } from '@nhat/documents';
import { isDecision } from '@nhat/documents/decision';
import { PIPELINE_NAME } from './pack-path';

/** The texts and claims of a pipeline, and its last nodes, as they were when the pack was written. */
export interface PackedPipeline {
  name: string;
  question: string;
  cost: string;
  expected: string;
  claims: ClaimConfig[];
  /** Labels and prices of a reader; absent without them. */
  decision?: DecisionConfig;
  /** How often `nx decide` added runs after a look at the results; never when absent. */
  rounds?: number;
  /** Names of its utility nodes; a pack of an unfinished pipeline may lack them. */
  utilities: string[];
}

/** The first line of a pack's content. */
export interface PackHeader {
  format: 1;
  pipeline: PackedPipeline;
  /** The commit at which the pack was written, and whether files differed from it; null without git. */
  checkout: { commit: string; changed: boolean } | null;
  /** The number of nodes of the pipeline, with or without a result. */
  planned: number;
  /** Action keys of the manifests, in the order of their lines. */
  results: string[];
  /** SHA-256 of the files, in the order of their lines. */
  files: string[];
  /** SHA-256 of the files that a picture stands for, in the order of their lines. */
  pictures: string[];
}

/** The header in a line of JSON. Throws for anything else. */
export function readHeader(line: string): PackHeader {
  const header = JSON.parse(line) as PackHeader;
  const { pipeline, checkout, planned, results, files, pictures } = header;
  const isWhole =
    header.format === 1 &&
    [results, files, pictures].every(isListOfDigests) &&
    Number.isSafeInteger(planned) &&
    planned >= 0 &&
    (checkout === null ||
      (/^[0-9a-f]{40,64}$/.test(checkout.commit) && typeof checkout.changed === 'boolean')) &&
    isPipeline(pipeline);
  if (!isWhole) throw new TypeError('not the header of a pack');
  return header;
}

const isPipeline = (pipeline: PackedPipeline): boolean =>
  isText(pipeline.name) &&
  pipeline.name.length <= 200 &&
  PIPELINE_NAME.test(pipeline.name) &&
  [pipeline.question, pipeline.cost, pipeline.expected].every(isText) &&
  Array.isArray(pipeline.claims) &&
  pipeline.claims.every((claim) => isText(claim.name)) &&
  (pipeline.decision === undefined || isDecision(pipeline.decision)) &&
  (pipeline.rounds === undefined || Number.isSafeInteger(pipeline.rounds)) &&
  Array.isArray(pipeline.utilities) &&
  pipeline.utilities.every((name) => isText(name) && /^[a-z0-9][\w.-]*$/i.test(name));

const isText = (value: unknown): value is string => typeof value === 'string';

const isListOfDigests = (value: unknown): boolean =>
  Array.isArray(value) && value.every(isDigest) && new Set(value).size === value.length;
