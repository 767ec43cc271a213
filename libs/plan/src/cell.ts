import type { BackboneChoice, Budgets, Choice, RenderConfig, TaskChoice } from '@nhat/documents';

/** One cell of the grid: what a scratch curve belongs to. */
export interface Cell {
  render: string;
  data: RenderConfig;
  budgets: Budgets;
  backbone: BackboneChoice;
  task: TaskChoice;
}

/** The part of a choice that a node is told of. */
export const plain = ({ name, options }: Choice): Choice => ({ name, options });
