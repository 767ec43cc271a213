import { membersOf, splitCount } from '@nhat/documents';
import type { Pipeline, Registries } from '@nhat/documents';

/** A sentence for each dataset of a pipeline, and of all that it includes, whose seeds have test images of their own. */
export function splitNotes(pipeline: Pipeline, { sources }: Pick<Registries, 'sources'>): string[] {
  const notes = membersOf(pipeline).flatMap(({ datasets }) =>
    datasets
      .map((data) => ({ name: data.dataset, splits: splitCount(data, sources) }))
      .filter(({ splits }) => splits > 1)
      .map(
        ({ name, splits }) =>
          `${name} has ${splits} splits: each seed has test images of its own, and networks that have not seen them`,
      ),
  );
  return [...new Set(notes)];
}
