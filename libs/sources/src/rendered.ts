import type { DatasetConfig, ImageTruth, SourceConfig, SourceEntry } from '@nhat/documents';
import { CLASSES, createRenderer, renderRange } from '@nhat/render';
import type { RenderConfig } from '@nhat/render';
import { renderedOptions } from './rendered/options';
import { sceneSheet } from './rendered/scene-sheet';
import { renderedWords } from './rendered/words';
import type { ImageSource } from './source';

/** Classes that take turns, so that counts must be multiples of it. */
const CLASS_COUNT = 10;

const hasScenes = ({ objects }: SourceConfig): boolean => Number(objects) > 1;

const varies = ({ factors }: SourceConfig, factor: keyof RenderConfig['factors']): boolean =>
  (factors as unknown as Partial<RenderConfig['factors']>)[factor] ?? false;

/** A pose is a truth where it varies. A scene has maps alone, because label, pose, rotation and shape are of its objects. */
function truths(source: SourceConfig): readonly ImageTruth[] {
  if (hasScenes(source)) return ['mask', 'depth'];
  const pose = varies(source, 'viewpoint') ? (['pose'] as const) : [];
  return ['label', ...pose, 'mask', 'depth', 'rotation', 'shape'];
}

/** Objects of ten classes, or scenes of several, as the paper renders them. */
export const renderedSource: SourceEntry = {
  options: renderedOptions,
  truths,
  lacks(truth, source) {
    if (hasScenes(source)) {
      return {
        what: 'an image of several objects has no label and no pose',
        got: { objects: source['objects']! },
        expected: 'a dataset with objects 1',
      };
    }
    if (truth !== 'pose') return undefined;
    return {
      what: 'all its objects have the same pose',
      got: { viewpoint: false },
      expected: 'a dataset with factors.viewpoint true',
    };
  },
  check: (_, images) =>
    (['train', 'validation', 'test'] as const)
      .filter((split) => images[split] % CLASS_COUNT !== 0)
      .map((split) => ({
        key: `images.${split}`,
        what: 'wrong size',
        got: images[split],
        expected: `a multiple of ${CLASS_COUNT}, the classes of rendered objects`,
      })),
  factors({ factors, ...otherwise }) {
    return { factors: factors as Record<string, boolean>, otherwise };
  },
  words: renderedWords,
};

/** Renders; what comes out depends on configuration, split and number of an image alone. */
export const rendered: ImageSource = {
  open(config) {
    const wanted = renderConfig(config);
    const renderer = createRenderer(wanted);
    return {
      classes: CLASSES,
      truths: truths(config.source),
      images: (split, first, count) => renderRange(renderer, wanted, split, first, count),
      ...(wanted.objects > 1 && { sheet: sceneSheet }),
    };
  },
};

/** What the renderer is given: options of the source and sizes of the dataset in one object. */
export function renderConfig({ dataset, resolution, counts, source }: DatasetConfig): RenderConfig {
  const { factors, background, objects, shapesPerBucket, seed } = source;
  const options = { factors, background, objects, shapesPerBucket, seed };
  return { dataset, resolution, counts: counts!, ...(options as unknown as Options) };
}

type Options = Omit<RenderConfig, 'dataset' | 'resolution' | 'counts'>;
