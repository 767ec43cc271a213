import { digestOf } from '@nhat/documents';
import type { Choice, Json } from '@nhat/documents';
import type { CellPlace } from './study-cells';

/** A cell of a pipeline that has runs of a curve. */
export interface AskedCell extends CellPlace {
  /** Name of the pipeline. */
  pipeline: string;
}

/** One scratch curve and the curves that are compared with it. */
export interface PanelCurves {
  place: CellPlace;
  /** The cells that have its runs from scratch; none for runs of another program. */
  askedBy: AskedCell[];
  backbone: Choice;
  scratch: string;
  finetuned: ArmCurve[];
}

/** A curve that is compared with scratch. */
export interface ArmCurve {
  node: string;
  /** Name of the method. */
  method: string;
  /** As in `AddedRun`. */
  name: string;
  /** The cells that have its runs; none for runs of another program. */
  askedBy: AskedCell[];
  /** Parts of the name of its utility node. */
  slug: string[];
  /** Equal for the same arm on other datasets. */
  digest: string;
  /** The curve of the same evaluation without pretraining, where a part is frozen. */
  randomWeights: string | undefined;
}

/** What an arm is made of, as a digest that is the same on every dataset. */
export const armDigest = (parts: object): string =>
  digestOf('nhat-arm-1', JSON.parse(JSON.stringify(parts)) as Json);
