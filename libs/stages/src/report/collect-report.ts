import type { Report } from '@nhat/report';
import type { UtilityConfig } from '@nhat/spec';
import type { Store } from '@nhat/store';
import { pretrainings, provenanceOf, stageCosts } from './collect-costs';
import { collectDatasets } from './collect-datasets';
import { collectPanels } from './collect-panels';
import { allOf } from './lineage';
import type { Ancestry } from './lineage';
import type { PipelineRecord } from './pipeline-record';

/** Everything that a report says, from the artifacts of a finished pipeline. */
export async function collectReport(
  ends: readonly Ancestry[],
  { name, question, cost, expected }: PipelineRecord,
  store: Pick<Store, 'readBlob'>,
  warn: (line: string) => void,
): Promise<Report> {
  const nodes = allOf(ends);
  const { panels, labels } = collectPanels(ends);
  const { inversion, coverage } = ends[0]!.manifest.config as unknown as UtilityConfig;
  return {
    ...{ name, question, cost, expected, inversion, coverage, panels },
    datasets: await collectDatasets(nodes, store, warn),
    pretrainings: pretrainings(nodes, labels),
    stages: stageCosts(nodes),
    provenance: provenanceOf(nodes),
  };
}
