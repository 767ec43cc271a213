import { stream } from '@nhat/random';
import { WindowLayer } from './window-layer';

const [WINDOW, HOP, OUTPUTS, WINDOWS] = [5, 2, 3, 4];

describe.each([false, true])('a layer of windows (linear: %s)', (linear) => {
  const random = stream(1, 'layer');
  const layer = new WindowLayer(WINDOW, HOP, OUTPUTS, linear);
  const normals = (length: number) => Float64Array.from({ length }, () => random.normal());
  const input = normals(WINDOW + HOP * (WINDOWS - 1));
  const slopes = normals(WINDOWS * OUTPUTS);
  const parameters = {
    weights: normals(layer.parameters),
    gradient: new Float64Array(layer.parameters),
  };
  const output = new Float64Array(WINDOWS * OUTPUTS);
  const loss = () => {
    layer.forward(parameters, input, output, WINDOWS);
    return output.reduce((sum, value, at) => sum + value * slopes[at]!, 0);
  };

  /** The slope of the loss along each value, by differences. */
  const differences = (values: Float64Array) =>
    values.map((value, at) => {
      values[at] = value + 1e-6;
      const above = loss();
      values[at] = value - 1e-6;
      const below = loss();
      values[at] = value;
      return (above - below) / 2e-6;
    });

  it('has the gradients that differences show', () => {
    const inputSlopes = new Float64Array(input.length);
    loss();
    layer.backward(parameters, input, output, slopes, WINDOWS);
    layer.inputGradient(parameters, output, slopes, inputSlopes, WINDOWS);
    const wanted = differences(parameters.weights);
    wanted.forEach((slope, at) => expect(parameters.gradient[at]).toBeCloseTo(slope, 6));
    differences(input).forEach((slope, at) => expect(inputSlopes[at]).toBeCloseTo(slope, 6));
  });
});
