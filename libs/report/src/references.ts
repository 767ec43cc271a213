import type { CurvePoint } from '@nhat/curves';
import type { Panel } from './report';

/** What networks with random weights reach at one budget in one evaluation. */
export interface ReferenceCell extends CurvePoint {
  name: string;
  /** The mean from scratch at this budget; null where there is none. */
  scratch: number | null;
}

/** Every budget of every curve of networks with random weights in a panel. */
export const referenceCells = ({ references = [], scratch }: Panel): ReferenceCell[] =>
  references.flatMap(({ name, curve }) =>
    curve.points.map((point) => ({
      ...point,
      name,
      scratch: scratch.points.find(({ n }) => n === point.n)?.mean ?? null,
    })),
  );
