import type {
  AddedRun,
  BackboneChoice,
  Budgets,
  Choice,
  DatasetConfig,
  TaskChoice,
} from '@nhat/documents';

/** One cell of the grid: what a scratch curve belongs to. */
export interface Cell {
  /** Name of the node that makes the images. */
  images: string;
  data: DatasetConfig;
  budgets: Budgets;
  backbone: BackboneChoice;
  task: TaskChoice;
  /** Runs that were added to the design of this cell. */
  added: readonly AddedRun[];
}

/** The part of a choice that a node is told of. */
export const plain = ({ name, options }: Choice): Choice => ({ name, options });
