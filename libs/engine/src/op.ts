import {
  engine,
  getBackend,
  getKernel,
  registerGradient,
  registerKernel,
  tidy,
} from '@tensorflow/tfjs-core';
import type { NamedAttrMap, Tensor } from '@tensorflow/tfjs-core';

type Named<Keys extends string> = Record<Keys, Tensor>;

/** One way to compute an operation and its gradient. */
export interface Implementation<Inputs extends string, Attributes> {
  /** The outputs; the first is the value, the others are what the gradient wants to keep. */
  forward(inputs: Named<Inputs>, attributes: Attributes): Tensor[];
  /**
   * Gradients by input, computed when asked for: an input that no parameter leads to is never asked for.
   * What several inputs share is computed before returning. `saved`: `savedInputs`, then `savedOutputs`.
   */
  backward(
    dy: Tensor,
    saved: Tensor[],
    attributes: Attributes,
  ): Record<Inputs, (() => Tensor) | undefined>;
}

/** What the names of all operations here start with. */
export const ourPrefix = 'Nhat';

/** An operation on every rung: raw TensorFlow on `native`, stock TensorFlow.js operations on the others. */
export interface Op<Inputs extends string, Attributes> {
  name: `${typeof ourPrefix}${string}`;
  savedInputs: readonly Inputs[];
  /** One flag an output. */
  savedOutputs: readonly boolean[];
  native: Implementation<Inputs, Attributes>;
  composed: Implementation<Inputs, Attributes>;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a list of operations of different types
export type AnyOp = Op<any, any>;

/** Makes an operation known to TensorFlow.js' tape for one backend; does nothing the second time. */
export function registerOp(op: AnyOp, backendName: string): void {
  if (getKernel(op.name, backendName)) return;
  const { forward } = backendName === 'tensorflow' ? op.native : op.composed;
  registerKernel({
    kernelName: op.name,
    backendName,
    kernelFunc: ({ inputs, attrs }) => tidy(() => forward(inputs as Named<string>, attrs)),
  });
  registerGradient({
    kernelName: op.name,
    inputsToSave: [...op.savedInputs],
    outputsToSave: [...op.savedOutputs],
    gradFunc: (dy, saved, attrs) => {
      const { backward } = getBackend() === 'tensorflow' ? op.native : op.composed;
      return backward(Array.isArray(dy) ? dy[0]! : dy, saved, attrs) as Record<
        string,
        () => Tensor
      >;
    },
  });
}

/** Calls a registered operation; all its outputs. */
export function callOp<Inputs extends string, Attributes>(
  op: Op<Inputs, Attributes>,
  inputs: Named<Inputs>,
  attributes: Attributes,
): Tensor[] {
  const outputs = engine().runKernel(op.name, inputs, attributes as NamedAttrMap) as
    Tensor | Tensor[];
  return Array.isArray(outputs) ? outputs : [outputs];
}
