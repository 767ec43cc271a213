import type { SourceWords } from '@nhat/documents';
import { SCENE_ROWS, SCENE_SHEET_ROWS } from './scene-sheet';

/** Buckets of shapes whose shapes are in training images: 0–9 of 12. */
const TRAIN_BUCKETS = 10;

/** What reports say of rendered datasets. */
export const renderedWords: SourceWords = {
  about:
    'Synthetic images of ten classes of objects, rendered for this study. The shapes of the test images never occur in training.',
  dataset({ factors, background, objects, shapesPerBucket }) {
    const varying = Object.entries(factors as object).flatMap(([factor, on]) =>
      on ? [factor] : [],
    );
    const scenes = Number(objects) > 1 ? ` Scenes of ${String(objects)} objects.` : '';
    const shapes = (TRAIN_BUCKETS * Number(shapesPerBucket)).toLocaleString('en');
    return `${capitalised(variation(varying))} between images; ${String(background)} background; ${shapes} shapes of each class in training images.${scenes}`;
  },
  rows: ({ objects }) =>
    Number(objects) > 1
      ? { names: SCENE_ROWS, count: SCENE_SHEET_ROWS, alt: 'Scenes:' }
      : undefined,
};

function variation(varying: readonly string[]): string {
  if (varying.length === 0) return 'only the shape varies';
  const last = varying.at(-1)!;
  const all = varying.length === 1 ? last : `${varying.slice(0, -1).join(', ')} and ${last}`;
  return `${all} ${varying.length === 1 ? 'varies' : 'vary'}`;
}

const capitalised = (text: string): string => text[0]!.toUpperCase() + text.slice(1);
