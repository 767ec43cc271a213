import type { Tensor } from '@tensorflow/tfjs-core';
import { nativeBackend } from './backend';
import type { Attribute, Constant, OutputMetadata } from './backend';

const type = (key: 'BOOL' | 'FLOAT' | 'INT' | 'SHAPE' | 'STRING' | 'TYPE') =>
  nativeBackend().binding[`TF_ATTR_${key}`];

/** Attributes of TensorFlow operations. */
export const attribute = {
  type: (name: string, value: number): Attribute => ({ name, type: type('TYPE'), value }),
  int: (name: string, value: number | readonly number[]): Attribute => ({
    name,
    type: type('INT'),
    value,
  }),
  float: (name: string, value: number): Attribute => ({ name, type: type('FLOAT'), value }),
  bool: (name: string, value: boolean): Attribute => ({ name, type: type('BOOL'), value }),
  string: (name: string, value: string): Attribute => ({ name, type: type('STRING'), value }),
  shape: (name: string, value: readonly number[]): Attribute => ({
    name,
    type: type('SHAPE'),
    value,
  }),
};

/** What operations take: tensors, and constants that TensorFlow keeps. */
export type Input = Tensor | Constant;

/** Runs any TensorFlow operation eagerly. */
export function runOp(
  name: string,
  attributes: readonly Attribute[],
  inputs: readonly Input[],
  outputs: number,
): Tensor[] {
  const backend = nativeBackend();
  return runById(name, attributes, inputs.map(idOf), outputs).map((made) =>
    backend.createOutputTensor(made),
  );
}

/** Runs a TensorFlow operation that has one output. */
export const runOne = (
  name: string,
  attributes: readonly Attribute[],
  inputs: readonly Input[],
): Tensor => runOp(name, attributes, inputs, 1)[0]!;

/** The same on bare handles: nothing tracks them, the caller deletes what comes out. */
export const runById = (
  name: string,
  attributes: readonly Attribute[],
  inputs: readonly number[],
  outputs: number,
): OutputMetadata[] => nativeBackend().binding.executeOp(name, attributes, inputs, outputs);

/** TensorFlow's handle; values that have not been there yet go there. */
export function idOf(input: Input): number {
  if (!('dataId' in input)) return input.id;
  const { binding, tensorMap } = nativeBackend();
  const record = tensorMap.get(input.dataId);
  if (record.values !== null) {
    record.id = binding.createTensor(record.shape, record.dtype, record.values);
    record.values = null;
  }
  return record.id;
}
