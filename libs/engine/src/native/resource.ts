import { dataType, nativeBackend } from './backend';
import { attribute, runById } from './run-op';

/** A float32 variable that lives in TensorFlow and that its Resource* operations change in place; all by bare handles. */
export interface Resource {
  /** What operations take as the variable. */
  handle: number;
  /** A handle that shares memory with the variable; while it lives, an update of the variable copies all of it. */
  read(): number;
  /** A copy of the values. */
  values(): Float32Array;
  /** Takes a copy of the values: a tensor that was uploaded shares its memory with an array of JavaScript. */
  assign(id: number): void;
  destroy(): void;
}

/** TensorFlow knows variables by name, and one process may load this file several times. */
const born = process.hrtime.bigint();
let created = 0;

export function createResource(shape: readonly number[], initial: Float32Array): Resource {
  const { binding } = nativeBackend();
  const dtype = attribute.type('dtype', dataType.float32);
  const attributes = [
    attribute.string('container', ''),
    attribute.string('shared_name', `nhat-${born}-${created++}`),
    dtype,
    attribute.shape('shape', shape),
  ];
  const handle = runById('VarHandleOp', attributes, [], 1)[0]!.id;
  const read = () => runById('ReadVariableOp', [dtype], [handle], 1)[0]!.id;
  const assign = (id: number) => {
    const copy = runById('DeepCopy', [attribute.type('T', dataType.float32)], [id], 1)[0]!.id;
    runById('AssignVariableOp', [dtype], [handle, copy], 0);
    binding.deleteTensor(copy);
  };
  const first = binding.createTensor([...shape], dataType.float32, initial);
  assign(first);
  binding.deleteTensor(first);
  return {
    handle,
    read,
    values() {
      const id = read();
      const values = Float32Array.from(binding.tensorDataSync(id) as Float32Array);
      binding.deleteTensor(id);
      return values;
    },
    assign,
    destroy() {
      runById('DestroyResourceOp', [attribute.bool('ignore_lookup_error', true)], [handle], 0);
      binding.deleteTensor(handle);
    },
  };
}
