import { openedCapabilities, timeOps } from '@nhat/engine';
import type { OpTime } from '@nhat/engine';
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

/** A step and, where the engine can time them, its operations. */
export async function timeStep(method: MethodStep): Promise<{ times: StepTimes; ops: OpTime[] }> {
  const { timesOps } = openedCapabilities();
  let [reading, training] = [0, 0];
  const work = async () => {
    reading = method.read();
    training = await method.train();
  };
  const ops = timesOps ? await timeOps(work) : [];
  if (!timesOps) await work();
  const sum = (some: OpTime[]) => some.reduce((all, { milliseconds }) => all + milliseconds, 0);
  return {
    ops,
    times: {
      step: reading + training,
      reading,
      tensorflow: timesOps ? sum(ops) : null,
      convolutions: timesOps ? sum(ops.filter(({ operation }) => isConvolution(operation))) : null,
    },
  };
}

const isConvolution = (operation: string): boolean => /Conv2D/.test(operation);
