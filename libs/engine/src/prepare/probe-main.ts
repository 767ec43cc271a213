import { createRequire } from 'node:module';
import path from 'node:path';
import type { Binding } from '../native/backend';
import { addonFile } from './addon-files';
import { requiredOperations } from './required-operations';

/** What a freshly compiled addon says about itself; printed as one line of JSON. */
export interface ProbeResult {
  version: string;
  gpu: boolean;
  /** Operations that this TensorFlow lacks. */
  missing: string[];
  /** 3 · 4 computed by TensorFlow. */
  product: number;
}

type ProbedBinding = Binding & {
  isUsingGpuDevice(): boolean;
  tensorDataSync(id: number): Float32Array;
};

/** Runs in a child process, because a wrong library may crash: loads the addon of a folder and uses it. */
export function main([folder]: string[]): void {
  const load = createRequire(path.join(folder!, 'probe.js'));
  const binding = load(path.join(folder!, addonFile)) as ProbedBinding;
  const isMissing = (name: string) => {
    try {
      binding.executeOp(name, [], [], 1);
      return false;
    } catch (error) {
      return /neither a type of a primitive/.test(String(error));
    }
  };
  const [three, four] = [3, 4].map((x) => binding.createTensor([1], 1, Float32Array.of(x)));
  const type = { name: 'T', type: binding.TF_ATTR_TYPE, value: 1 };
  const [product] = binding.executeOp('Mul', [type], [three!, four!], 1);
  const result: ProbeResult = {
    version: binding.TF_Version,
    gpu: binding.isUsingGpuDevice(),
    missing: requiredOperations.filter(isMissing),
    product: binding.tensorDataSync(product!.id)[0]!,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
