import type { Split } from '@nhat/artifacts';
import { UserError } from '@nhat/documents';
import type { DatasetConfig, LabelRange, SourcePlace } from '@nhat/documents';
import { borderAccuracy, sampledDigests } from './folder/border-sample';
import type { MeasureBorder } from './folder/border-sample';
import { examineImages } from './folder/examine-images';
import { findImages } from './folder/find-images';
import type { FoundFiles } from './folder/found-image';
import { rangeOf } from './folder/options';
import { optionsOf, planImport } from './folder/plan-import';
import type { ImportPlan } from './folder/plan-import';
import { plannedImages } from './folder/planned-images';
import { byFirstBytes } from './folder/ready-plan';
import { advisedSplits } from './what-images-tell';
import type { KnownImages } from './what-images-tell';

/** What a document for images needs to know of them. */
export interface Survey extends KnownImages {
  classes: number;
  /** The labels that a training can have, in the smallest of the splits. */
  range: LabelRange;
}

/**
 * Counts the images of a dataset of the source `folder` that names no splits, in as many splits as suit them, and measures how well their border gives away how they
 * are turned on the sample that `inspectFolder` takes. Other images are not decoded, so that files which give no image may be counted. Throws
 * a UserError where the files cannot be a dataset.
 */
export async function surveyFolder(
  config: DatasetConfig,
  place: SourcePlace,
  measureBorder: MeasureBorder,
): Promise<Survey> {
  const found = await findImages(optionsOf(config), place);
  const { digests, unreadable } = await readableSample(config, found, place);
  const first = planImport(config, found, unreadable);
  const known = {
    labelled: labelledIn(first),
    testIsGiven: found.images.some(({ split }) => split === 'test'),
  };
  const plans = splitPlans(config, found, unreadable, [first, advisedSplits(known)]);
  const { resolution: size } = config;
  const sample = { digests, decoded: new Map(), size, root: place.root };
  return {
    ...known,
    classes: first.classes.length,
    splits: plans.map(({ counts: { test } }) => test),
    range: {
      least: first.classes.length,
      most: Math.min(...plans.map(({ labelled }) => labelled)),
    },
    border: await borderAccuracy(plannedImages(first), sample, measureBorder),
  };
}

/** The sample of images whose borders are looked at, and the digests of files that are known to give no image. */
async function readableSample(
  config: DatasetConfig,
  found: FoundFiles,
  { root }: SourcePlace,
): Promise<Record<'digests' | 'unreadable', Set<string>>> {
  const digests = sampledDigests(found.images, config.resolution);
  const sample = found.images.filter(({ file }) => digests.has(file.sha256));
  const range = rangeOf(optionsOf(config));
  const examined = await examineImages(sample, { size: config.resolution, root, range });
  const unreadable = new Set([...byFirstBytes(found).unreadable, ...examined.unreadable]);
  return { digests, unreadable };
}

function labelledIn({ splits }: ImportPlan): Record<Split, number> {
  const count = (split: Split) => splits[split].filter(({ label }) => label !== null).length;
  return { train: count('train'), validation: count('validation'), test: count('test') };
}

/** The plans of so many splits, or of as many as classes and groups allow; one where two would test the same images. */
function splitPlans(
  config: DatasetConfig,
  found: FoundFiles,
  unreadable: ReadonlySet<string>,
  [first, wanted]: [ImportPlan, number],
): ImportPlan[] {
  const plans = [first];
  while (plans.length < wanted) {
    const source = { ...config.source, split: plans.length };
    try {
      plans.push(planImport({ source }, found, unreadable));
    } catch (error) {
      if (error instanceof UserError) break;
      throw error;
    }
  }
  return plans;
}
