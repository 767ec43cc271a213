import { userError } from '@nhat/spec';
import type { JsonObject } from '@nhat/spec';

/** What Nx hands to the runner as NHAT_NODE: the node of the plan. */
export interface NodeRecord {
  name: string;
  stage: string;
  config: JsonObject;
  upstream: { role: string; node: string }[];
  bundle: string;
}

export function readNodeRecord(environment: Record<string, string | undefined>): NodeRecord {
  const text = environment['NHAT_NODE'];
  if (text === undefined) {
    throw userError('NHAT_NODE', 'not set', {
      expected: 'the record of a node',
      advice: 'Nodes are run by Nx, e.g. `npx nx utility smoke`.',
    });
  }
  return JSON.parse(text) as NodeRecord;
}
