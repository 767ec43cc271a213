import { readFlags, userError } from '@nhat/documents';
import { openStore } from '@nhat/store';
import { readWorkspace } from '@nhat/workspace/read-workspace';
import { askedPipeline } from './asked-pipeline';
import { explanationOf, explanationText } from './explanation';
import { explainFlags } from './explain-arguments';
import { forecast } from './forecast';
import { plannedPipeline } from './planned-pipeline';
import type { PlannedPipeline } from './planned-pipeline';

/**
 * `nx explain <pipeline> --node=NODE [--json]`: says what a node is, where its result is, and why it would run. NHAT_PIPELINE contains
 * the pipeline.
 */
export async function main(args: string[], root = process.cwd()): Promise<void> {
  const pipeline = askedPipeline(process.env);
  const { json, node } = readFlags(`nx explain ${pipeline}`, args, explainFlags);
  const planned = plannedPipeline(root, readWorkspace(root), pipeline);
  const name = nodeNamed(planned, node);
  const expected = await forecast({ root, store: openStore(root) }, pipeline, planned.plan);
  const explanation = explanationOf(name, planned.plan, expected);
  process.stdout.write(
    json ? `${JSON.stringify(explanation, null, 2)}\n` : explanationText(explanation),
  );
}

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
