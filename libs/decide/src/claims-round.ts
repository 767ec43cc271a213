import { seedsOfRound } from '@nhat/claims';
import type { MissingTrainings, Outcome, StudyRun } from '@nhat/claims';
import { SCRATCH, lastRound, membersOf, nextSeed } from '@nhat/documents';
import type { AddedRun, Pipeline, Registries } from '@nhat/documents';
import { grouped, planPipeline } from '@nhat/plan';
import type { Comparison } from '@nhat/plan';
import { additionsOf } from './additions';
import { needsPretraining, seedsIn, withSeed } from './cells';
import type { SeedCell } from './cells';
import { imagesSeen } from './images-seen';

/** Where a claim stands. */
export interface ClaimStand {
  title: string;
  outcome: Outcome;
  /** Trainings that would decide it with a power of 80 %; null: unknown, or decided. */
  moreTrainings: number | null;
}

/** A claim, and the runs of which more seeds would decide it. */
export interface OpenClaim {
  claim: ClaimStand;
  missing: MissingTrainings | null;
}

/** More seeds of an arm, or of scratch, at some budgets of a cell. */
export interface ClaimsRun extends Omit<SeedCell, 'n'> {
  /** Name of the pipeline that it is added to: the one that is asked, or one that it includes. */
  pipeline: string;
  budgets: number[];
  seeds: number[];
  /** Whether a network has to be pretrained first. */
  pretrains: boolean;
  /** By its trainings and the pretraining that they need. */
  imagesSeen: number;
}

/** One look at the claims of a pipeline: for which one to add seeds, or why none. */
export interface ClaimsRound {
  /** From 1. */
  round: number;
  /** `goal`: every claim is decided; `ceiling`: a seed needs more trainings than may be added; null: `runs` are added. */
  stop: 'goal' | 'ceiling' | 'nothing helps' | null;
  /** Title of the claim for which they are added; null where none is. */
  about: string | null;
  runs: ClaimsRun[];
  /** All additions to each pipeline that gets one, after this round. */
  added: { pipeline: string; added: AddedRun[] }[];
  claims: ClaimStand[];
  /** Trainings that the goal allowed before this round. */
  left: number;
}

/**
 * The next seeds for the claims of a pipeline: of the open claims that more trainings can decide the one that needs fewest, and of all that its test
 * compares as many seeds as `seedsOfRound` says. A seed is added everywhere, because some tests pair runs by it. Runs of other programs get none. A study adds to the
 * pipelines that it includes. Seeds in `avoided` are passed over. Throws a RangeError for a pipeline whose goal is not its claims.
 */
export function claimsRound(
  pipeline: Pipeline,
  registries: Registries,
  states: readonly OpenClaim[],
  avoided: ReadonlySet<number> = new Set(),
): ClaimsRound {
  const { goal } = pipeline;
  if (!goal?.claims) {
    throw new RangeError(`${pipeline.name} has no goal of claims`);
  }
  const members = membersOf(pipeline);
  const earlier = additionsOf(pipeline);
  const round = lastRound(earlier) + 1;
  const claims = states.map(({ claim: { title, outcome, moreTrainings } }) => ({
    ...{ title, outcome, moreTrainings },
  }));
  const left = goal.trainings - earlier.length;
  const none = { round, about: null, runs: [], added: [], claims, left };
  if (claims.every(({ outcome }) => outcome !== 'undecided')) return { ...none, stop: 'goal' };
  const cellsOf = cellFinder(members, planPipeline(pipeline).comparisons);
  const open = states
    .flatMap(({ claim, missing }) =>
      claim.outcome === 'undecided' && missing ? [{ title: claim.title, ...missing }] : [],
    )
    .sort((a, b) => a.trainings - b.trainings);
  for (const { title, trainings, tested } of open) {
    const shared = cellsOf(tested);
    const seeds = seedsOfRound({ trainings, tested });
    const next = shared && withSeeds(shared, { members, round, registries, avoided, seeds, left });
    if (!next) continue;
    if (next.cells.length === 0) return { ...none, stop: 'ceiling' };
    const added = members.flatMap(({ name, added: before }) => {
      const after = next.members.find((member) => member.name === name)!.added;
      return after.length > before.length ? [{ pipeline: name, added: after }] : [];
    });
    return { ...none, stop: null, about: title, runs: runsOf(next.cells), added };
  }
  return { ...none, stop: 'nothing helps' };
}

/** A cell with a budget, in one pipeline. */
interface OwnedCell extends SeedCell {
  pipeline: string;
}

/** A cell with a budget as the pipelines that have it call it. The first gets its runs: one that has the budget, and most of the others that are tested. */
interface SharedCell {
  cells: OwnedCell[];
}

/** Finds the cells of tested runs; null where one of the runs belongs to no pipeline that could get more of them. */
function cellFinder(members: readonly Pipeline[], comparisons: readonly Comparison[]) {
  const asked = new Map(
    comparisons.flatMap(({ arm, curves, askedBy }) => [
      [curves.scratch, { arm: SCRATCH, cells: askedBy.scratch }] as const,
      [curves.finetuned, { arm, cells: askedBy.finetuned }] as const,
    ]),
  );
  const hasBudget = ({ pipeline, dataset, arm, n }: OwnedCell) => {
    const { ownBudgets, budgets } = members.find(({ name }) => name === pipeline)!;
    const { scratch, finetune } = ownBudgets.get(dataset) ?? budgets;
    return (arm === SCRATCH ? scratch : finetune).includes(n);
  };
  return (tested: MissingTrainings['tested']): SharedCell[] | null => {
    const all: readonly Pick<StudyRun, 'curve' | 'n'>[] = tested.flat();
    const curves = grouped(all, ({ curve }) => curve ?? null);
    const found = curves.map((runs): SharedCell[] | null => {
      const { curve } = runs[0]!;
      const owner = curve === undefined ? undefined : asked.get(curve);
      if (!owner || owner.cells.length === 0) return null;
      const budgets = [...new Set(runs.map(({ n }) => n))];
      const at = (cell: (typeof owner.cells)[number], n: number) => ({
        ...cell,
        arm: owner.arm,
        n,
      });
      const count = (cell: (typeof owner.cells)[number]) =>
        budgets.filter((n) => hasBudget(at(cell, n))).length;
      const ranked = owner.cells.toSorted((a, b) => count(b) - count(a));
      return budgets.map((n) => {
        const cells = ranked.map((cell) => at(cell, n));
        return { cells: cells.toSorted((a, b) => Number(hasBudget(b)) - Number(hasBudget(a))) };
      });
    });
    return found.every((cells) => cells !== null) ? found.flat() : null;
  };
}

/** One training to add. */
interface AddedCell extends OwnedCell {
  seed: number;
  pretrains: boolean;
  imagesSeen: number;
}

interface RoundContext {
  members: readonly Pipeline[];
  round: number;
  registries: Registries;
  avoided: ReadonlySet<number>;
}

/**
 * The smallest seed that one of the cells lacks, for all cells that lack it, and the pipelines with it; null where a dataset has too few labels
 * or no test images for it.
 */
function withNextSeed(
  shared: readonly SharedCell[],
  { members, round, registries, avoided }: RoundContext,
): { cells: AddedCell[]; members: Pipeline[] } | null {
  const pipelines = new Map(members.map((member) => [member.name, member]));
  const ownerOf = ({ pipeline }: OwnedCell) => pipelines.get(pipeline)!;
  const lacking = shared.map(({ cells }) => {
    const used = cells.flatMap((cell) => seedsIn(ownerOf(cell), cell));
    return { cell: cells[0]!, used, next: nextSeed(ownerOf(cells[0]!), [...used, ...avoided]) };
  });
  const seed = Math.min(...lacking.map(({ next }) => next));
  const cells: AddedCell[] = [];
  for (const { cell, used } of lacking) {
    if (used.includes(seed)) continue;
    const owner = ownerOf(cell);
    const images = imagesSeen(owner, cell, registries, seed);
    if (images === Infinity) return null;
    const pretrains =
      cell.arm !== SCRATCH && needsPretraining(owner, cell, registries.evaluations, seed);
    cells.push({ ...cell, seed, pretrains, imagesSeen: images });
    pipelines.set(owner.name, withSeed(owner, cell, round, seed));
  }
  return { cells, members: [...pipelines.values()] };
}

/** The seeds, at most so many, whose trainings may still be added. */
function withSeeds(
  shared: readonly SharedCell[],
  { seeds, left, ...context }: RoundContext & { seeds: number; left: number },
): { cells: AddedCell[]; members: readonly Pipeline[] } | null {
  let members = context.members;
  const cells: AddedCell[] = [];
  for (let count = 0; count < seeds; count++) {
    const next = withNextSeed(shared, { ...context, members });
    if (next === null) return cells.length > 0 ? { cells, members } : null;
    if (cells.length + next.cells.length > left) break;
    cells.push(...next.cells);
    members = next.members;
  }
  return { cells, members };
}

/** The trainings of an arm of one cell that have the same budgets in all of their seeds are one run. */
function runsOf(cells: readonly AddedCell[]): ClaimsRun[] {
  const parts = (cell: OwnedCell | ClaimsRun) =>
    [cell.pipeline, cell.dataset, cell.backbone, cell.task, cell.arm] as const;
  const ofSeeds = grouped(cells, (cell) => [...parts(cell), cell.seed]).map((group) => {
    const { pipeline, dataset, backbone, task, arm, seed } = group[0]!;
    return {
      ...{ pipeline, dataset, backbone, task, arm, seeds: [seed] },
      budgets: group.map(({ n }) => n).sort((a, b) => a - b),
      pretrains: group.some(({ pretrains }) => pretrains),
      imagesSeen: sum(group.map((cell) => cell.imagesSeen)),
    };
  });
  return grouped(ofSeeds, (run) => [...parts(run), ...run.budgets]).map((group) => ({
    ...{ ...group[0]!, seeds: group.flatMap(({ seeds }) => seeds) },
    pretrains: group.some(({ pretrains }) => pretrains),
    imagesSeen: sum(group.map((run) => run.imagesSeen)),
  }));
}

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);
