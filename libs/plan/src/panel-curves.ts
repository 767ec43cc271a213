import { digestOf } from '@nhat/documents';
import type { Choice, Json } from '@nhat/documents';
import type { CellPlace } from './study-cells';

/** One scratch curve and the curves that are compared with it. */
export interface PanelCurves {
  place: CellPlace;
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
