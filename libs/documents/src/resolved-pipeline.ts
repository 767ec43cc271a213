import type { BackboneChoice, Choice, MethodChoice, TaskChoice } from './choice';
import type { AddedRun } from './added-runs';
import type { ClaimConfig } from './claim';
import type { DecisionConfig } from './decision';
import type { Documents } from './documents';
import type { PipelineGoal } from './goal';
import type {
  EvaluationConfig,
  LabelDraw,
  PrecisionSetting,
  DatasetConfig,
  UtilityConfig,
} from './node-config';
import type { Registries } from './registry';
import type { ScoreTable } from './scores/score-table';

/**
 * A pipeline document with every default in place and every dataset resolved. A study without a grid of its own, and one of scores,
 * has empty lists of datasets, backbones, tasks, methods and evaluations.
 */
export interface Pipeline {
  name: string;
  question: string;
  cost: string;
  expected: string;
  active: boolean;
  datasets: DatasetConfig[];
  backbones: BackboneChoice[];
  tasks: TaskChoice[];
  methods: MethodChoice[];
  evaluations: EvaluationConfig[];
  /** Whether evaluations that leave part of the network as it is also run on random weights. */
  randomWeights: boolean;
  /** Null: as the source of each dataset has it. */
  labels: LabelDraw | null;
  budgets: Budgets;
  /** Budgets of the datasets that have their own, by name. */
  ownBudgets: ReadonlyMap<string, Budgets>;
  /** Tasks that probe pretraining on a dataset, by its name. */
  probes: ReadonlyMap<string, Choice[]>;
  seeds: number[];
  /** Pretrained networks for each method: as many as this, dealt out to the seeds in turn; `seeds`: one for each seed. */
  pretrainingSeeds: number | 'seeds';
  epochMinimum: number;
  precision: PrecisionSetting;
  inversion: UtilityConfig['inversion'];
  /** What utilities of tasks that classify are computed from; others keep their main metric. */
  metric: 'accuracy' | 'balancedAccuracy';
  interval: { coverage: number; draws: number; seed: number };
  /** Runs of another program that it has instead of a grid; null without them. */
  scores: ScoreTable | null;
  /** What the results should decide. */
  claims: ClaimConfig[];
  /** The pipelines whose cells it has besides those of its own grid. */
  includes: Pipeline[];
  /** When `nx decide` has run enough; null without a goal. */
  goal: PipelineGoal | null;
  /** Labels and prices of a reader; null without them. */
  decision: DecisionConfig | null;
  /** Runs that `nx decide` added to the design, sorted; some may be in the design by now. */
  added: AddedRun[];
}

/** The label budgets n of each arm, ascending. */
export interface Budgets {
  scratch: number[];
  finetune: number[];
}

/** The documents of a workspace, and the registries of the names that they may contain. */
export interface WorkspaceDocuments {
  datasets: Documents;
  pipelines: Documents;
  registries: Registries;
}
