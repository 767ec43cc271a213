import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { dataType, nativeBackend } from './backend';
import { integer, integers } from './constant';
import { replaceValue } from './replace-value';
import { createResource } from './resource';
import type { Resource } from './resource';
import { attribute, idOf, runById } from './run-op';

/** Handles of what all updates of a step share. */
export interface StepInputs {
  zero: number;
  rate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  /** Null without weight decay. */
  decay: number | null;
}

/** Parameters that one call of TensorFlow's kernel updates, with their moments. */
export interface Update {
  /** Positions in the optimiser's list of parameters. */
  members: readonly number[];
  apply(slopes: readonly Tensor[], step: StepInputs): void;
  read(member: number): { first: Float32Array; second: Float32Array };
  write(member: number, first: Float32Array, second: Float32Array): void;
  dispose(): void;
}

/** One parameter, updated in place. */
export function singleUpdate(member: number, parameter: Variable): Update {
  const { binding } = nativeBackend();
  const state = createState(parameter.shape, parameter.size);
  /** Data of the parameter that the resource holds; somebody else may set the parameter. */
  let held: object | undefined;
  return {
    members: [member],
    apply([slope], step) {
      if (held !== parameter.dataId) state.value.assign(idOf(parameter));
      const decayed = decay(idOf(slope!), idOf(parameter), step);
      replaceValue(parameter, () => {
        applyAdam(state, decayed ?? idOf(slope!), step);
        return state.value.read();
      });
      if (decayed !== null) binding.deleteTensor(decayed);
      held = parameter.dataId;
    },
    read: () => ({ first: state.first.values(), second: state.second.values() }),
    write(_, first, second) {
      setValues(state.first, first, parameter.shape);
      setValues(state.second, second, parameter.shape);
    },
    dispose: () => destroyState(state),
  };
}

/** Vectors laid end to end: one call for all of them, since a call costs more than their arithmetic. */
export function joinedUpdate(members: readonly number[], all: readonly Variable[]): Update {
  const { binding } = nativeBackend();
  const parameters = members.map((member) => all[member]!);
  const sizes = parameters.map(({ size }) => size);
  const starts = sizes.map((_, i) => sizes.slice(0, i).reduce((a, b) => a + b, 0));
  const total = sizes.reduce((a, b) => a + b, 0);
  const state = createState([total], total);
  let held: (object | undefined)[] = [];

  const join = (ids: readonly number[]): number =>
    runById('ConcatV2', joinAttributes(ids.length), [...ids, integer(0).id], 1)[0]!.id;
  const indexOf = (member: number) => members.indexOf(member);
  const part = (values: Float32Array, at: number) =>
    values.slice(starts[at], starts[at]! + sizes[at]!);

  return {
    members,
    apply(slopes, step) {
      const joined = join(slopes.map(idOf));
      if (parameters.some(({ dataId }, i) => dataId !== held[i])) {
        const values = join(parameters.map(idOf));
        state.value.assign(values);
        binding.deleteTensor(values);
      }
      const before = state.value.read();
      const decayed = decay(joined, before, step);
      binding.deleteTensor(before);
      applyAdam(state, decayed ?? joined, step);
      for (const id of [joined, decayed]) if (id !== null) binding.deleteTensor(id);
      const after = state.value.read();
      const attributes = [
        attribute.type('T', dataType.float32),
        attribute.type('Tlen', dataType.int32),
        attribute.int('num_split', sizes.length),
      ];
      const parts = runById(
        'SplitV',
        attributes,
        [after, integers(sizes).id, integer(0).id],
        sizes.length,
      );
      binding.deleteTensor(after);
      parameters.forEach((parameter, i) => replaceValue(parameter, () => parts[i]!.id));
      held = parameters.map(({ dataId }) => dataId);
    },
    read(member) {
      const at = indexOf(member);
      return { first: part(state.first.values(), at), second: part(state.second.values(), at) };
    },
    write(member, first, second) {
      const start = starts[indexOf(member)]!;
      for (const [resource, values] of [
        [state.first, first],
        [state.second, second],
      ] as const) {
        const whole = resource.values();
        whole.set(values, start);
        setValues(resource, whole, [total]);
      }
    },
    dispose: () => destroyState(state),
  };
}

interface State {
  value: Resource;
  first: Resource;
  second: Resource;
}

function createState(shape: readonly number[], size: number): State {
  const create = () => createResource(shape, new Float32Array(size));
  return { value: create(), first: create(), second: create() };
}

const destroyState = (state: State): void =>
  Object.values(state).forEach((resource: Resource) => resource.destroy());

function setValues(resource: Resource, values: Float32Array, shape: readonly number[]): void {
  const { binding } = nativeBackend();
  const id = binding.createTensor([...shape], dataType.float32, values);
  resource.assign(id);
  binding.deleteTensor(id);
}

const float = () => attribute.type('T', dataType.float32);

/** slope + decay · value as a new handle; null without decay. */
function decay(slope: number, value: number, step: StepInputs): number | null {
  if (step.decay === null) return null;
  const attributes = [float()];
  const pull = runById('Mul', attributes, [value, step.decay], 1)[0]!.id;
  const sum = runById('AddV2', attributes, [slope, pull], 1)[0]!.id;
  nativeBackend().binding.deleteTensor(pull);
  return sum;
}

/** The powers of beta are 0: rate and epsilon are corrected already. */
function applyAdam({ value, first, second }: State, slope: number, step: StepInputs): void {
  const { zero, rate, beta1, beta2, epsilon } = step;
  const attributes = [
    float(),
    attribute.bool('use_locking', false),
    attribute.bool('use_nesterov', false),
  ];
  const handles = [value.handle, first.handle, second.handle];
  runById(
    'ResourceApplyAdam',
    attributes,
    [...handles, zero, zero, rate, beta1, beta2, epsilon, slope],
    0,
  );
}

const joinAttributes = (count: number) => [
  float(),
  attribute.int('N', count),
  attribute.type('Tidx', dataType.int32),
];
