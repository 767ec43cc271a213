import { nameOfNetworks } from '@nhat/documents';
import type { MethodChoice, Pipeline, PretrainConfig } from '@nhat/documents';
import { augmentationParts } from './augmentation-parts';
import { stageBundle } from './bundle';
import { plain } from './cell';
import type { Cell } from './cell';
import type { PlanBuilder } from './plan-builder';

/** A network that is pretrained without labels; `labelled`: on the images of these labels alone. */
export function addPretrain(
  builder: PlanBuilder,
  pipeline: Pipeline,
  { images, data, backbone }: Cell,
  method: MethodChoice,
  seed: number,
  labelled?: PretrainConfig['labelled'],
): string {
  if (method.pretraining === null) throw new Error(`${method.name} pretrains nothing`);
  const { probes: probing, images: learnt, ...schedule } = method.pretraining;
  const probes = probing ? pipeline.probes.get(data.dataset)! : [];
  const config: PretrainConfig = {
    dataset: data.dataset,
    backbone: plain(backbone),
    method: plain(method),
    probes,
    schedule,
    augment: method.augment,
    precision: pipeline.precision,
    seed,
    ...(labelled && { labelled }),
  };
  const augmentation = augmentationParts(method.augment);
  const parts = [
    { key: 'method', library: 'pretext' as const, name: method.name },
    { key: 'backbone', library: 'models' as const, name: backbone.name },
    ...probes.map(({ name }) => ({ key: 'probes', library: 'tasks' as const, name, list: true })),
    ...augmentation.parts,
  ];
  const stage = learnt === 'labelled' ? 'pretrain-labelled' : 'pretrain';
  const bundle = stageBundle(stage, parts, { without: augmentation.without });
  const slug = [data.dataset, nameOfNetworks(method), backbone.name];
  const run = labelled ? [`n${labelled.n}`, `s${labelled.seed}`] : [`s${seed}`];
  const upstream = [{ role: 'images', node: images }];
  return builder.add('pretrain', [...slug, ...run], config, upstream, bundle);
}
