import { profileOps } from '@nhat/engine/native/profile-ops';
import type { OpTime } from '@nhat/engine/native/profile-ops';
import type { MethodStep } from './method-step';

/** Where the milliseconds of one step went. */
export interface StepTimes {
  step: number;
  /** Reading and augmenting the batch. */
  reading: number;
  /** Inside operations of TensorFlow; null where they cannot be told apart. */
  tensorflow: number | null;
  /** Inside its convolutions, forward and backward. */
  convolutions: number | null;
}

/** A step, its operations timed if `native`, and these operations. */
export function timeStep(method: MethodStep, native: boolean): { times: StepTimes; ops: OpTime[] } {
  let [reading, training] = [0, 0];
  const work = () => {
    reading = method.read();
    training = method.train();
  };
  const ops = native ? profileOps(work) : [];
  if (!native) work();
  const sum = (some: OpTime[]) => some.reduce((all, { milliseconds }) => all + milliseconds, 0);
  return {
    ops,
    times: {
      step: reading + training,
      reading,
      tensorflow: native ? sum(ops) : null,
      convolutions: native ? sum(ops.filter(({ operation }) => isConvolution(operation))) : null,
    },
  };
}

const isConvolution = (operation: string): boolean => /Conv2D/.test(operation);
