import { dataType, nativeBackend } from './backend';
import type { Binding, Constant } from './backend';
import { attribute } from './run-op';

const kept = new WeakMap<object, Map<string, Constant>>();

/** int32; a list has one axis, nested lists have two. Made once: as a tensor each would cost as much as a small operation. */
export function integers(values: readonly number[] | readonly (readonly number[])[]): Constant {
  const rows = values.map((row) => (typeof row === 'number' ? [row] : row));
  const shape = typeof values[0] === 'object' ? [rows.length, rows[0]!.length] : [values.length];
  return remembered(`i ${shape}: ${rows}`, (binding) =>
    binding.createTensor(shape, dataType.int32, Int32Array.from(rows.flat())),
  );
}

/** An int32 without axes. */
export const integer = (value: number): Constant =>
  remembered(`i: ${value}`, (binding) =>
    binding.createTensor([], dataType.int32, Int32Array.of(value)),
  );

/** A number without axes, in a type of floating-point numbers. */
export const number = (value: number, type: number): Constant =>
  remembered(`${type}: ${value}`, (binding) => {
    const exact = binding.createTensor([], dataType.float32, Float32Array.of(value));
    if (type === dataType.float32) return exact;
    const cast = [
      attribute.type('SrcT', dataType.float32),
      attribute.type('DstT', type),
      attribute.bool('Truncate', false),
    ];
    const [rounded] = binding.executeOp('Cast', cast, [exact], 1);
    binding.deleteTensor(exact);
    return rounded!.id;
  });

function remembered(key: string, create: (binding: Binding) => number): Constant {
  const backend = nativeBackend();
  let constants = kept.get(backend);
  if (!constants) kept.set(backend, (constants = new Map()));
  let constant = constants.get(key);
  if (!constant) constants.set(key, (constant = { id: create(backend.binding) }));
  return constant;
}
