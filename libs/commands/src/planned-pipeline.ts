import { UserError, isActive, resolvePipeline, unknownName } from '@nhat/documents';
import type { Pipeline, WorkspaceDocuments } from '@nhat/documents';
import { checkGraph, planPipeline } from '@nhat/plan';
import type { Plan } from '@nhat/plan';
import { nameProblem } from '@nhat/workspace/name-problem';

/** A pipeline of a workspace and its plan. */
export interface PlannedPipeline {
  pipeline: Pipeline;
  plan: Plan;
}

/** Throws a UserError for a name that no pipeline has, or that cannot be a name in Nx. */
export function checkPipelineName(
  root: string,
  { pipelines: { names } }: WorkspaceDocuments,
  name: string,
): void {
  if (!names.includes(name)) throw new UserError(unknownName('pipelines', name, names));
  const problem = nameProblem(root, name);
  if (problem !== undefined) throw problem;
}

/** Plans the pipeline of this name. Throws a UserError for an unknown name and for a mistake in a document. */
export function plannedPipeline(
  root: string,
  workspace: WorkspaceDocuments,
  name: string,
): PlannedPipeline {
  checkPipelineName(root, workspace, name);
  const pipeline = resolvePipeline(workspace, name);
  const plan = planPipeline(pipeline);
  checkGraph(plan.nodes);
  return { pipeline, plan };
}

/** As `plannedPipeline`; undefined for a pipeline with a mistake, which says so when it is run. */
export function plannedOrNone(
  root: string,
  workspace: WorkspaceDocuments,
  name: string,
): PlannedPipeline | undefined {
  try {
    return plannedPipeline(root, workspace, name);
  } catch {
    return undefined;
  }
}

/** The first pipeline that has a node of this name, the active ones first; undefined where none has it. */
export function pipelineWithNode(
  root: string,
  workspace: WorkspaceDocuments,
  node: string,
): PlannedPipeline | undefined {
  const { pipelines } = workspace;
  const order = pipelines.names.toSorted(
    (a, b) => Number(isActive(pipelines, b)) - Number(isActive(pipelines, a)),
  );
  for (const name of order) {
    const planned = plannedOrNone(root, workspace, name);
    if (planned?.plan.nodes.some((one) => one.name === node)) return planned;
  }
  return undefined;
}

/** Of the pipelines with a node of this name an active one, or that with the fewest nodes; undefined where none has it. */
export const smallestWithNode = (
  root: string,
  workspace: WorkspaceDocuments,
  node: string,
): { name: string; planned: PlannedPipeline } | undefined =>
  workspace.pipelines.names
    .flatMap((name) => {
      const planned = plannedOrNone(root, workspace, name);
      return planned?.plan.nodes.some((one) => one.name === node) ? [{ name, planned }] : [];
    })
    .sort(
      ({ planned: a }, { planned: b }) =>
        Number(b.pipeline.active) - Number(a.pipeline.active) ||
        a.plan.nodes.length - b.plan.nodes.length,
    )[0];
