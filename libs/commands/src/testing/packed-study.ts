import type { Manifest } from '@nhat/artifacts';
import { manifestsOf, readAncestry } from '@nhat/collect/lineage';
import { finishedPipeline } from '@nhat/collect/testing/finished-pipeline';
import type { DecisionConfig } from '@nhat/documents';
import { encodePack } from '@nhat/packs';
import { openStore } from '@nhat/store';
import { packedFiles } from '../packed-files';

const STUDY = {
  width: 0.25,
  scratch: { 50: 0.3, 100: 0.4, 200: 0.5 },
  methods: { rotation: { 50: 0.4, 100: 0.55 } },
};

export interface PackedStudy {
  /** What the pack has of the pipeline in addition. */
  decision?: DecisionConfig;
  /** The manifests of the pack, from those of all nodes; these when absent. */
  change?: (manifests: Manifest[]) => Manifest[];
}

/** The results of a finished pipeline, computed once in a file of tests. */
const finished = (() => {
  let kept: ReturnType<typeof finish> | undefined;
  return () => (kept ??= finish());
})();

async function finish() {
  const { root, record } = await finishedPipeline([STUDY]);
  const manifests = manifestsOf(readAncestry(root, record.utilities));
  return { record, manifests, files: await packedFiles(manifests, openStore(root, {})) };
}

/** The bytes of a pack of a finished pipeline, `study`, of two rows, as `nx pack` writes them. */
export async function packedStudy({
  decision,
  change = (all) => all,
}: PackedStudy = {}): Promise<Uint8Array> {
  const { record, manifests, files } = await finished();
  const { name, question, cost, expected, utilities } = record;
  return encodePack({
    pipeline: {
      ...{ name, question, cost, expected, claims: [], utilities },
      ...(decision && { decision }),
    },
    checkout: { commit: 'a'.repeat(40), changed: false },
    ...{ planned: manifests.length, manifests: change(manifests), ...files },
  });
}
