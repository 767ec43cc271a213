import type { Tensor } from '@tensorflow/tfjs-core';
import { nativeBackend } from './backend';
import type { Attribute } from './backend';

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

/** Runs any TensorFlow operation eagerly. */
export const runOp = (
  name: string,
  attributes: readonly Attribute[],
  inputs: readonly Tensor[],
  outputs: number,
): Tensor[] => nativeBackend().executeMultipleOutputs(name, attributes, inputs, outputs);

/** Runs a TensorFlow operation that has one output. */
export const runOne = (
  name: string,
  attributes: readonly Attribute[],
  inputs: readonly Tensor[],
): Tensor => runOp(name, attributes, inputs, 1)[0]!;
