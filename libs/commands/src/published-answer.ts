import { join } from 'node:path';
import { answerOf } from '@nhat/collect/make-report';
import type { Answer, ReportContext } from '@nhat/collect/make-report';
import { userError } from '@nhat/documents';
import type { Pack } from '@nhat/packs';
import { writeArtifact } from '@nhat/runner/artifact-folder';
import type { PipelineRecord, PublishedFacts } from '@nhat/runner/pipeline-record';

/** A pack, what it is, and where its report goes. */
export interface PublishedContext extends Pick<ReportContext, 'root' | 'folder' | 'code'> {
  pack: Pack;
  facts: PublishedFacts;
}

/**
 * The answer of a pipeline from a pack alone; undefined where the pack has no utility. Its manifests are written to
 * `.nhat/published/<digest>/artifacts/`, where nothing else reads them, so they never count as results of this workspace. Throws a
 * UserError where they do not fit together.
 */
export async function publishedAnswer(
  { root, folder, code, pack, facts }: PublishedContext,
  warn: (line: string) => void,
): Promise<Answer | undefined> {
  const place = join(root, '.nhat', 'published', pack.digest);
  const names = new Set<string>();
  for (const key of pack.keys) {
    const manifest = pack.manifest(key);
    if (manifest === undefined) {
      warn(
        `${facts.path}: what it holds under ${key.slice(0, 12)}… is something else; that is not used`,
      );
      continue;
    }
    const { node: name, ingredients } = manifest;
    writeArtifact(place, { name, upstream: ingredients.upstream }, manifest);
    names.add(name);
  }
  const utilities = pack.pipeline.utilities.filter((name) => names.has(name));
  if (utilities.length === 0) return undefined;
  const pipeline: PipelineRecord = { ...pack.pipeline, utilities, published: facts };
  const store = {
    readBlob: async (digest: string) => pack.file(digest) ?? pack.picture(digest),
  };
  const context = { root: place, folder, code, store, checkout: () => pack.checkout };
  try {
    return await answerOf(pipeline, context, warn);
  } catch (error) {
    throw userError(facts.path, 'its results do not fit together', {
      got: (error as Error).message,
      advice: 'Bring it back from git.',
    });
  }
}
