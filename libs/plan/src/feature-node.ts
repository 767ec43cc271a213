import { nameOfArms } from '@nhat/documents';
import type { FeaturesConfig, MethodChoice, Pipeline, ReadsInstead } from '@nhat/documents';
import { stageBundle } from './bundle';
import { plain } from './cell';
import type { Cell } from './cell';
import { pathsOf, withoutPaths } from './dataset-paths';
import type { PlanBuilder } from './plan-builder';
import { registries } from './registries';

type Arm = Pick<MethodChoice, 'as' | 'name' | 'options'>;

const readsOf = ({ name }: Arm): ReadsInstead => registries.methods[name]!.reads!;

/** A method without the options that say where files lie. */
export function withoutFile<Method extends Arm>(method: Method): Method {
  const { paths } = registries.methods[method.name]?.reads ?? {};
  if (paths === undefined) return method;
  const options = Object.entries(method.options).filter(([key]) => !paths.includes(key));
  return { ...method, options: Object.fromEntries(options) };
}

/** The node with what the heads of an arm without pretraining read of each image. Where it is of a network, each seed has its own. */
export function addFeatures(
  builder: PlanBuilder,
  { precision }: Pick<Pipeline, 'precision'>,
  { images, data, backbone }: Cell,
  method: Arm,
  seed: number,
): string {
  const { from, paths = [] } = readsOf(method);
  const { dataset, resolution, counts } = data;
  const config: FeaturesConfig = {
    dataset,
    resolution,
    counts,
    method: plain(withoutFile(method)),
  };
  const upstream = [{ role: 'images', node: images }];
  const slug = [dataset, nameOfArms(method)];
  switch (from) {
    case 'table': {
      const { source } = withoutPaths(data);
      const features = method.options[paths[0]!]!;
      return builder.add(
        'features',
        slug,
        { ...config, source },
        upstream,
        stageBundle('table-features'),
        {
          outside: true,
          paths: { ...pathsOf(data), features },
        },
      );
    }
    case 'images': {
      const part = { key: 'features', library: 'evaluations' as const, name: method.name };
      return builder.add(
        'features',
        slug,
        config,
        upstream,
        stageBundle('computed-features', [part]),
      );
    }
    case 'random weights': {
      const part = { key: 'backbone', library: 'models' as const, name: backbone.name };
      return builder.add(
        'features',
        [...slug, backbone.name, `s${seed}`],
        { ...config, backbone: plain(backbone), precision, seed },
        upstream,
        stageBundle('random-features', [part]),
      );
    }
  }
}
