import { backend } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** TensorFlow's numbers of data types (tensorflow/c/tf_datatype.h). */
export const dataType = { float32: 1, int32: 3, bool: 10, bfloat16: 14 } as const;

export interface OutputMetadata {
  id: number;
  shape: number[];
  dtype: number;
}

/** The compiled addon of tfjs-node-gpu: the part of it that is used here. */
export interface Binding {
  TF_Version: string;
  TF_ATTR_STRING: number;
  TF_ATTR_INT: number;
  TF_ATTR_FLOAT: number;
  TF_ATTR_BOOL: number;
  TF_ATTR_TYPE: number;
  TF_ATTR_SHAPE: number;
  createTensor(shape: number[], type: number, values: ArrayLike<number>): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): ArrayLike<number>;
  executeOp(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly number[],
    outputs: number,
  ): OutputMetadata[];
}

export interface Attribute {
  name: string;
  type: number;
  value: boolean | number | string | readonly number[];
}

/** What the backend keeps of a tensor; `dtype` is TensorFlow's number, `id` its handle. */
export interface TensorRecord {
  id: number;
  dtype: number;
  shape: number[];
  /** What has not been handed to TensorFlow yet; null afterwards. */
  values: ArrayLike<number> | null;
  refCount: number;
}

export interface NativeBackend {
  binding: Binding;
  isUsingGpuDevice: boolean;
  tensorMap: { get(dataId: object): TensorRecord };
  createOutputTensor(metadata: OutputMetadata): Tensor;
}

/** The backend of tfjs-node-gpu. Call it only while the native engine is open. */
export const nativeBackend = (): NativeBackend => backend() as unknown as NativeBackend;

/** TensorFlow's data type of a tensor; JavaScript sees bfloat16 as float32. */
export const typeOf = (tensor: Tensor): number =>
  nativeBackend().tensorMap.get(tensor.dataId).dtype;

/**
 * Lets bfloat16 outputs live in tensors: JavaScript sees float32, the backend keeps TensorFlow's type, and every
 * operation that may meet one takes its type from there (`typeOf`). Reading one needs a cast to float32 first.
 */
export function admitBfloat16(target: NativeBackend): void {
  const create = target.createOutputTensor.bind(target);
  target.createOutputTensor = (metadata) => {
    if (metadata.dtype !== dataType.bfloat16) return create(metadata);
    const tensor = create({ ...metadata, dtype: dataType.float32 });
    target.tensorMap.get(tensor.dataId).dtype = dataType.bfloat16;
    return tensor;
  };
}

/** A small tensor that stays in TensorFlow: the shapes, axes and factors that operations want as inputs. */
export interface Constant {
  id: number;
}
