/** What every implementation of batch normalisation gets. */
export type BatchNormInputs = 'x' | 'scale' | 'offset' | 'mean' | 'variance';

export interface BatchNormAttributes {
  training: boolean;
  epsilon: number;
  momentum: number;
}
