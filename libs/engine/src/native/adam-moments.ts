import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import type { CreateMoments } from '../adam-moments';
import { joinedUpdate, singleUpdate } from './adam-updates';
import type { Update } from './adam-updates';
import { dataType, nativeBackend } from './backend';
import { number } from './constant';

/**
 * TensorFlow's fused kernel on resource variables; the moments never leave TensorFlow. Vectors (scales, offsets, biases)
 * are updated together.
 */
export const nativeMoments: CreateMoments = (parameters, { beta1, beta2, weightDecay, seldom }) => {
  const { binding } = nativeBackend();
  const constant = (value: number) => number(value, dataType.float32).id;
  const constants = {
    zero: constant(0),
    beta1: constant(beta1),
    beta2: constant(beta2),
    decay: weightDecay === 0 ? null : constant(weightDecay),
  };
  let updates = createUpdates(parameters, seldom);
  const owner = (index: number) => updates.find(({ members }) => members.includes(index))!;

  return {
    apply(gradients, correction) {
      updates = updates.flatMap((update) =>
        isSplit(update, gradients) ? separated(update, parameters) : [update],
      );
      const [rate, epsilon] = [correction.rate, correction.epsilon].map((value) =>
        binding.createTensor([], dataType.float32, Float32Array.of(value)),
      ) as [number, number];
      for (const update of updates) {
        const slopes = update.members.map((member) => gradients[member]);
        if (slopes[0]) update.apply(slopes as Tensor[], { ...constants, rate, epsilon });
      }
      binding.deleteTensor(rate);
      binding.deleteTensor(epsilon);
    },
    read: async (index) => owner(index).read(index),
    write: (index, first, second) => owner(index).write(index, first, second),
    dispose: () => updates.forEach((update) => update.dispose()),
  };
};

function createUpdates(parameters: readonly Variable[], seldom: readonly Variable[]): Update[] {
  const indices = [...parameters.keys()];
  const vectors = indices.filter((index) => parameters[index]!.rank === 1);
  const isSeldom = (index: number) => seldom.includes(parameters[index]!);
  const joined = [vectors.filter((index) => !isSeldom(index)), vectors.filter(isSeldom)].filter(
    (group) => group.length > 1,
  );
  const others = indices.filter((index) => !joined.flat().includes(index));
  return [
    ...others.map((index) => singleUpdate(index, parameters[index]!)),
    ...joined.map((group) => joinedUpdate(group, parameters)),
  ];
}

/** Whether the loss reaches some of its members and not others. */
function isSplit({ members }: Update, gradients: readonly (Tensor | undefined)[]): boolean {
  const reached = members.filter((member) => gradients[member]).length;
  return reached > 0 && reached < members.length;
}

/** An update for each of its members, with their moments. */
function separated(update: Update, parameters: readonly Variable[]): Update[] {
  const singles = update.members.map((member) => {
    const single = singleUpdate(member, parameters[member]!);
    const { first, second } = update.read(member);
    single.write(member, first, second);
    return single;
  });
  update.dispose();
  return singles;
}
