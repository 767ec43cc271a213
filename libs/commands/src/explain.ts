import { readFlags, userError } from '@nhat/documents';
import { nodeSlug } from '@nhat/plan';
import { openStore } from '@nhat/store';
import { readWorkspace } from '@nhat/workspace/read-workspace';
import { askedPipeline } from './asked-pipeline';
import { explanationOf, explanationText } from './explanation';
import { explainFlags } from './explain-arguments';
import { forecast } from './forecast';
import { pipelineWithNode, plannedPipeline } from './planned-pipeline';
import type { PlannedPipeline } from './planned-pipeline';

/**
 * `nx explain <pipeline> --node=NODE [--json]`: says what a node is, where its result is, and why it would run. NHAT_PIPELINE contains
 * the pipeline; without it the first pipeline is taken that has the node, the active ones first.
 */
export async function main(args: string[], root = process.cwd()): Promise<void> {
  const isNamed = process.env['NHAT_PIPELINE'] !== undefined;
  const where = isNamed ? `nx explain ${askedPipeline('explain')}` : 'nx explain';
  const { json, node } = readFlags(where, args, explainFlags);
  const workspace = readWorkspace(root);
  const planned = isNamed
    ? plannedPipeline(root, workspace, askedPipeline('explain'))
    : pipelineWithNode(root, workspace, node ?? '');
  if (planned === undefined) throw inNoPipeline(node ?? '');
  const name = nodeNamed(planned, node);
  const pipeline = planned.pipeline.name;
  const expected = await forecast({ root, store: openStore(root) }, pipeline, planned.plan);
  const explanation = explanationOf(name, planned.plan, expected);
  process.stdout.write(
    json ? `${JSON.stringify(explanation, null, 2)}\n` : explanationText(explanation),
  );
}

const inNoPipeline = (node: string) =>
  userError(`nx explain ${node}`, 'no pipeline has this node', {
    advice: `Its options or documents have changed: npx nx explain <pipeline> --node=${nodeSlug(node)} finds the one of today.`,
  });

/** The most names that a message lists. */
const MOST = 12;

/** The node of a plan of this name, or the only one whose name contains it. Throws a UserError otherwise. */
export function nodeNamed({ pipeline, plan }: PlannedPipeline, asked: string | undefined): string {
  const names = plan.nodes.map(({ name }) => name);
  if (asked !== undefined && names.includes(asked)) return asked;
  const matching = asked === undefined ? [] : names.filter((name) => name.includes(asked));
  if (matching.length === 1) return matching[0]!;
  const candidates = matching.length > 0 ? matching : names;
  const listed = candidates.slice(0, MOST).join(', ');
  const more = candidates.length > MOST ? ` and ${candidates.length - MOST} more` : '';
  throw userError(
    `nx explain ${pipeline.name} --node`,
    asked === undefined ? 'missing' : matching.length > 0 ? 'several nodes' : 'no such node',
    {
      ...(asked !== undefined && { got: asked }),
      expected: `the name of a node, or a part that only one has: ${listed}${more}`,
    },
  );
}
