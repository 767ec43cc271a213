import { stripVTControlCharacters } from 'node:util';
import type { ExpandedNode } from '../expansion';

/** A node of the run. */
export type ViewedNode = Pick<ExpandedNode, 'name' | 'stage' | 'bundle' | 'record' | 'upstream'>;

/** What is known about the nodes of a run while Nx runs them, which says itself only at the end how each of them ended. */
export interface RunEvidence {
  /** A node that began or ended: all that it needs has ended before. */
  note(node: string, what: 'runs' | 'computed' | 'restored' | 'failed'): void;
  /** A text that Nx wrote; it has a line for each task that ended, e.g. `✔  nx run curve-x-0123abcd:run  [local cache]`. */
  read(text: string): void;
  counts(): { total: number; done: number; restored: number; failed: number };
  /** The nodes that have not ended, in the order of the plan. */
  remaining(): ViewedNode[];
  hasEnded(node: string): boolean;
  isComputed(node: string): boolean;
  /** The stages all of whose nodes have ended, in the order of the plan. */
  endedStages(): string[];
}

const ENDED = /^(.*)\bnx run (\S+):run\b(.*)$/gm;

export function runEvidence(nodes: readonly ViewedNode[]): RunEvidence {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const ended = new Map<string, 'computed' | 'restored'>();
  const failed = new Set<string>();
  const endAncestors = (name: string) => {
    for (const upstream of byName.get(name)?.upstream ?? []) {
      if (ended.has(upstream)) continue;
      ended.set(upstream, 'restored');
      endAncestors(upstream);
    }
  };
  const note: RunEvidence['note'] = (node, what) => {
    if (!byName.has(node)) return;
    endAncestors(node);
    if (what === 'failed') failed.add(node);
    else if (what !== 'runs') {
      failed.delete(node);
      ended.set(node, what);
    }
  };
  return {
    note,
    read(text) {
      for (const [, before, node, after] of stripVTControlCharacters(text).matchAll(ENDED)) {
        if (/[✖×x] *(> )?$/.test(before!)) note(node!, 'failed');
        else if (/cache/.test(after!)) note(node!, 'restored');
      }
    },
    counts: () => ({
      total: nodes.length,
      done: ended.size,
      restored: [...ended.values()].filter((how) => how === 'restored').length,
      failed: failed.size,
    }),
    remaining: () => nodes.filter(({ name }) => !ended.has(name) && !failed.has(name)),
    hasEnded: (node) => ended.has(node),
    isComputed: (node) => ended.get(node) === 'computed',
    endedStages: () =>
      [...new Set(nodes.map(({ stage }) => stage))].filter((stage) =>
        nodes.every((node) => node.stage !== stage || ended.has(node.name)),
      ),
  };
}
