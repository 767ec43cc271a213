import { UserError, resolvePipeline, unknownName } from '@nhat/documents';
import type { Pipeline, WorkspaceDocuments } from '@nhat/documents';
import { checkGraph, planPipeline } from '@nhat/plan';
import type { Plan } from '@nhat/plan';
import { nameProblem } from '@nhat/workspace/name-problem';

/** A pipeline of a workspace and its plan. */
export interface PlannedPipeline {
  pipeline: Pipeline;
  plan: Plan;
}

/** Plans the pipeline of this name. Throws a UserError for an unknown name and for a mistake in a document. */
export function plannedPipeline(
  root: string,
  workspace: WorkspaceDocuments,
  name: string,
): PlannedPipeline {
  const { names } = workspace.pipelines;
  if (!names.includes(name)) throw new UserError(unknownName('pipelines', name, names));
  const problem = nameProblem(root, name);
  if (problem !== undefined) throw problem;
  const pipeline = resolvePipeline(workspace, name);
  const plan = planPipeline(pipeline);
  checkGraph(plan.nodes);
  return { pipeline, plan };
}
