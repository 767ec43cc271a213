import {
  memory,
  mul,
  square,
  sum,
  tensor1d,
  tidy,
  variable,
  variableGrads,
} from '@tensorflow/tfjs-core';
import type { Scalar, Variable } from '@tensorflow/tfjs-core';
import { openEngine } from '../open-engine';
import { presentNames } from '../testing/present-engines';
import { variableGradients } from '../variable-gradients';
import { detach } from './detach';

describe.each(presentNames())('detach on %s', (engine) => {
  beforeAll(() => openEngine({ engine }));

  const parameter = (values: number[]): Variable => {
    const initial = tensor1d(values);
    const made = variable(initial) as Variable;
    initial.dispose();
    return made;
  };

  it('keeps the values and lets no gradient through, by our tape and by the stock one', () => {
    const before = memory();
    const [p, q] = [parameter([1, -2]), parameter([3, 5])];
    // p² reaches q's factor detached, and p once more openly: d/dp = 1, d/dq = p².
    const loss = () => sum(mul(detach(square(p)), q)).add(sum(p)) as Scalar;
    tidy(() => {
      const { loss: value, gradients } = variableGradients(loss, [p, q]);
      expect(value.dataSync()[0]).toBe(3 + 20 - 1);
      expect(gradients.map((gradient) => [...gradient!.dataSync()])).toEqual([
        [1, 1],
        [1, 4],
      ]);
      const { grads } = variableGrads(loss, [p, q]);
      expect([...grads[p.name]!.dataSync()]).toEqual([1, 1]);
      expect([...grads[q.name]!.dataSync()]).toEqual([1, 4]);
    });
    p.dispose();
    q.dispose();
    expect(memory().numTensors).toBe(before.numTensors);
    expect(memory().numDataBuffers).toBe(before.numDataBuffers);
  });

  it('leaves parameters that are only behind it without a gradient', () => {
    const p = parameter([1, -2]);
    tidy(() => {
      const { gradients } = variableGradients(() => sum(detach(square(p))) as Scalar, [p]);
      expect(gradients).toEqual([undefined]);
    });
    p.dispose();
  });
});
