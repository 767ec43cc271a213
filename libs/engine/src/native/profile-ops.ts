import type { OpTime } from '../op-time';
import { nativeBackend } from './backend';
import type { Binding } from './backend';

/** As `timeOps` of `LoadedEngine`. */
export async function profileOps(work: () => void | Promise<void>): Promise<OpTime[]> {
  const native = nativeBackend();
  const { binding } = native;
  const times = new Map<string, OpTime>();
  const executeOp: Binding['executeOp'] = (name, ...rest) => {
    const start = performance.now();
    const outputs = binding.executeOp(name, ...rest);
    const time = times.get(name) ?? { operation: name, calls: 0, milliseconds: 0 };
    time.calls += 1;
    time.milliseconds += performance.now() - start;
    times.set(name, time);
    return outputs;
  };
  native.binding = Object.create(binding, { executeOp: { value: executeOp } }) as Binding;
  try {
    await work();
  } finally {
    native.binding = binding;
  }
  return [...times.values()].sort((a, b) => b.milliseconds - a.milliseconds);
}
