import { detach, mean, square, sub, sum } from '@nhat/engine';
import type { Scalar } from '@nhat/engine';
import { featuresOf, follow, mlp, unitRows, untrained } from '@nhat/models';
import type { OptionSchema } from '@nhat/documents';
import type { MethodFacts, PretextModule } from '../pretext';
import { stackedViews } from '../stacked-views';

export const averagedOptions = {
  type: 'object',
  description: 'Predicts what an averaged encoder sees in another view, as BYOL does.',
  properties: {
    momentum: {
      type: 'number',
      description: 'Share of its old weights that the averaged encoder keeps in a step.',
      default: 0.9,
      minimum: 0,
      maximum: 1,
    },
  },
} as const satisfies OptionSchema;

export const averagedFacts: MethodFacts<typeof averagedOptions> = {
  options: averagedOptions,
  views: 2,
};

/** A method with a second encoder, for contract suites: no method of the registry has one yet. */
export const averaged: PretextModule<typeof averagedOptions> = {
  facts: averagedFacts,
  create({ momentum }, { backbone, encoder, heads, createBackbone }) {
    const average = untrained(heads, 'average.');
    const target = createBackbone(average);
    const follower = follow(encoder, average);
    const { features: width } = backbone;
    const predict = mlp(heads, 'predictor', { inputs: width, hidden: 2 * width, outputs: width });
    return {
      loss({ views: [first, second] }) {
        const x = stackedViews([first!]);
        const pass = backbone.forward(x, { training: true, want: ['features', 'map'] });
        const wanted = detach(featuresOf(target, stackedViews([second!]), true));
        const error = sub(unitRows(predict(pass.features, true)), unitRows(wanted));
        return { loss: mean(sum(square(error), 1)) as Scalar, metrics: {}, ...pass };
      },
      afterStep: () => follower.step(momentum),
    };
  },
};
