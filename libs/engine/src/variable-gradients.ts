import { add, clone, engine, ones, tidy } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';

import { ourPrefix } from './op';

/** The parts of TensorFlow.js' engine that record what is computed. */
interface Recorder {
  state: { activeTape: TapeNode[] | null; gradientDepth: number };
  startTape(): void;
  endTape(): void;
  scopedRun<T>(start: () => void, end: () => void, work: () => T): T;
}

interface TapeNode {
  kernelName: string;
  inputs: Record<string, Tensor>;
  outputs: Tensor[];
  saved?: Tensor[];
  gradient?: (dys: (Tensor | null)[]) => Record<string, (() => Tensor) | undefined>;
}

export interface LossGradients {
  loss: Scalar;
  /** In the order of the parameters; undefined where the loss does not depend on one. */
  gradients: (Tensor | undefined)[];
}

/**
 * The loss and its gradient by every parameter; call it within `tidy`.
 *
 * As `variableGrads` of TensorFlow.js, except that every activation and every gradient is freed as soon as nothing needs
 * it any more: less memory, and what is left stays in the caches of the processor.
 */
export function variableGradients(
  loss: () => Scalar,
  parameters: readonly Variable[],
): LossGradients {
  const recorder = engine() as unknown as Recorder;
  if (recorder.state.gradientDepth > 0) throw new Error('variableGradients: cannot be nested');
  const start = () => recorder.startTape();
  const end = () => recorder.endTape();
  let tape: readonly TapeNode[] = [];
  try {
    const value = recorder.scopedRun(start, end, () => tidy(loss));
    tape = recorder.state.activeTape ?? [];
    return { loss: value, gradients: walkBack(tape, value, parameters) };
  } finally {
    tape = recorder.state.activeTape ?? tape;
    for (const node of tape) free(node.saved);
    recorder.state.activeTape = null;
  }
}

function walkBack(
  tape: readonly TapeNode[],
  loss: Scalar,
  parameters: readonly Variable[],
): (Tensor | undefined)[] {
  const relevant = whatDependsOn(parameters, tape);
  const gradients = new Map<number, Tensor>([[loss.id, ones(loss.shape)]]);
  for (const node of [...tape].reverse()) {
    const dys = node.outputs.map(({ id }) => gradients.get(id) ?? null);
    if (dys.some((dy) => dy)) stepBack(node, dys, relevant, gradients);
    for (const { id } of node.outputs) {
      gradients.get(id)?.dispose();
      gradients.delete(id);
    }
    free(node.saved);
  }
  return parameters.map(({ id }) => gradients.get(id));
}

/** Ids of the parameters and of everything computed from them. */
function whatDependsOn(parameters: readonly Variable[], tape: readonly TapeNode[]): Set<number> {
  const relevant = new Set(parameters.map(({ id }) => id));
  for (const { inputs, outputs } of tape) {
    if (Object.values(inputs).some(({ id }) => relevant.has(id))) {
      for (const { id } of outputs) relevant.add(id);
    }
  }
  return relevant;
}

/** Takes the gradients of a node's outputs to those of its inputs. */
function stepBack(
  node: TapeNode,
  dys: (Tensor | null)[],
  relevant: ReadonlySet<number>,
  gradients: Map<number, Tensor>,
): void {
  const names = Object.keys(node.inputs).filter((name) => relevant.has(node.inputs[name]!.id));
  if (names.length === 0) return;
  if (!node.gradient) throw new Error(`variableGradients: ${node.kernelName} has no gradient`);
  const found = tidy(() => {
    const of = node.gradient!(filled(node, dys));
    return names.map((name) => {
      const dx = of[name]?.();
      if (!dx) throw new Error(`variableGradients: ${node.kernelName} has no gradient by ${name}`);
      return dys.includes(dx) ? clone(dx) : dx;
    });
  });
  names.forEach((name, i) => {
    const { id } = node.inputs[name]!;
    const before = gradients.get(id);
    if (!before) return void gradients.set(id, found[i]!);
    gradients.set(id, add(before, found[i]!));
    before.dispose();
    found[i]!.dispose();
  });
}

/**
 * Our operations look at the gradient of their first output alone, but the recorder would make zeros as large as an
 * output for every gradient that is missing.
 */
const filled = ({ kernelName }: TapeNode, dys: (Tensor | null)[]): (Tensor | null)[] =>
  kernelName.startsWith(ourPrefix) ? dys.map((dy) => dy ?? dys[0]!) : dys;

const free = (tensors: readonly Tensor[] = []): void => {
  for (const tensor of tensors) tensor.dispose();
};
