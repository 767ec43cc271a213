import { actionKey, outputsDigest, upstreamIngredient } from '@nhat/artifacts';
import type { Ingredients, Manifest } from '@nhat/artifacts';
import { changeWords, configChanges, explainRun } from '@nhat/plan';
import type { Plan, PlanNode } from '@nhat/plan';
import { outsideFiles } from '@nhat/runner/outside-files';
import type { Store } from '@nhat/store';
import { codeDigests } from './finished-nodes';
import type { CodeOf } from './finished-nodes';
import { lastRun } from './last-run';
import type { LastRun } from './last-run';
import type { Cause, Forecast } from './node-forecast';
import { lostFiles } from './lost-files';
import { knownResults } from './known-results';
import type { KnownResults } from './known-results';

export interface ForecastContext {
  root: string;
  store: Store;
  environment?: Readonly<Record<string, string | undefined>>;
  /** By default the bundles are made. */
  codeOf?: CodeOf;
}

/**
 * Forecasts which nodes will be restored and which computed, and why. No stage runs. What Nx would restore counts, and so does what
 * the store has; files of results that a node would read are read, because a damaged one makes its node run again. A node is compared
 * with the last finished run of the same pipeline only.
 */
export async function forecast(
  { root, store, environment = process.env, codeOf = codeDigests(root) }: ForecastContext,
  pipeline: string,
  plan: Plan,
): Promise<readonly Forecast[]> {
  const known = knownResults(root, store, environment);
  const codes = plan.bundles.map(async (bundle) => [bundle.name, await codeOf(bundle)] as const);
  const codeByName = new Map(await Promise.all(codes));
  const last = lastRun(root, pipeline, new Set(plan.nodes.map(({ name }) => name)));
  const ready = new Map<string, Manifest>();
  const computed = new Set<string>();
  const forecasts: Forecast[] = [];
  for (const node of plan.nodes) {
    const files = await outsideFiles(node, { root, environment });
    const ingredients: Ingredients = {
      code: codeByName.get(node.bundle)!,
      upstream: node.upstream.flatMap(({ role, node: upstream }) =>
        ready.has(upstream) ? [upstreamIngredient(role, ready.get(upstream)!)] : [],
      ),
      ...(files.length > 0 && { files }),
    };
    const one = await forecastOf(node, { ingredients, known, last, ready, computed });
    if (one.result !== undefined) ready.set(node.name, { ...one.result.manifest, node: node.name });
    forecasts.push(one);
  }
  return lostFiles(plan.nodes, forecasts, store);
}

interface NodeContext {
  /** Its upstream leaves out the nodes that run. */
  ingredients: Ingredients;
  known: KnownResults;
  last: LastRun | undefined;
  ready: ReadonlyMap<string, Manifest>;
  /** Keys of the results that nodes before this one will compute. */
  computed: Set<string>;
}

async function forecastOf(node: PlanNode, context: NodeContext): Promise<Forecast> {
  const { ingredients, known, ready, computed } = context;
  const { name, stage } = node;
  const waiting = node.upstream.map((one) => one.node).filter((upstream) => !ready.has(upstream));
  if (waiting.length > 0) {
    const kept = await known.reusable(node, (earlier) => couldBe(node, earlier, context));
    const reason = causeOf(node, context, { kind: 'upstream runs', details: waiting });
    return { name, stage, status: kept ? 'depends' : 'run', reason };
  }
  const key = actionKey(stage, node.config, ingredients);
  const result = await known.find(node, key);
  if (result !== undefined) return { name, stage, status: 'ready', key, result };
  if (computed.has(key)) return { name, stage, status: 'ready', key };
  computed.add(key);
  const reason: Cause = known.isLeftOut(key)
    ? { kind: 'pack left out', details: [] }
    : causeOf(node, context);
  return { name, stage, status: 'run', key, reason };
}

/** Whether a node that waits could have this earlier result again: its own part is the same, and so is what is known of its inputs. */
function couldBe(
  { stage, config, upstream }: PlanNode,
  earlier: Manifest,
  { ingredients, ready }: NodeContext,
): boolean {
  const { code, files, upstream: inputs } = earlier.ingredients;
  const text = (value: unknown) => JSON.stringify(value ?? null);
  return (
    earlier.stage === stage &&
    code === ingredients.code &&
    configChanges(earlier.config, config).length === 0 &&
    text(files) === text(ingredients.files) &&
    inputs.length === upstream.length &&
    upstream.every(({ role, node }, at) => {
      const manifest = ready.get(node);
      const digest = manifest === undefined ? inputs[at]!.outputs : outputsDigest(manifest.outputs);
      return inputs[at]!.role === role && inputs[at]!.outputs === digest;
    })
  );
}

/** Why a node runs; `otherwise` for one that waits and has not changed itself. */
function causeOf(node: PlanNode, context: NodeContext, otherwise?: Cause): Cause {
  const { last, known, ingredients } = context;
  if (last === undefined) return otherwise ?? { kind: 'no result yet', details: [] };
  const before = last.predecessor(node);
  if (before === undefined) return otherwise ?? { kind: 'new in this pipeline', details: [] };
  // The configuration of a spread names nodes, so that it changes with what they are made of.
  if (before.changes.length > 0 && node.stage !== 'spread') {
    return {
      kind: 'configuration changed',
      details: configChanges(before.node.config, node.config),
      words: changeWords(node.stage, node.config, before.changes),
    };
  }
  const earlier = known.written(before.node.name);
  if (before.changes.length > 0) return otherwise ?? { kind: 'upstream changed', details: [] };
  if (otherwise === undefined) {
    const now = { config: node.config, ingredients };
    if (earlier === undefined) return { kind: 'result missing', details: [] };
    return explainRun(now, earlier);
  }
  const isOtherCode = earlier !== undefined && earlier.ingredients.code !== ingredients.code;
  return isOtherCode ? { kind: 'code changed', details: [] } : otherwise;
}
