import type { Checkout, Report } from '@nhat/report';
import type { UtilityConfig } from '@nhat/documents';
import type { Store } from '@nhat/store';
import { clockTime } from './clock-time';
import { pretrainings, provenanceOf, stageCosts } from './collect-costs';
import { collectDecision } from './collect-decision';
import { collectDatasets } from './collect-datasets';
import { collectPanels } from './collect-panels';
import { collectPictures } from './collect-pictures';
import { datasetLabels } from './dataset-labels';
import { collectSettings } from './collect-settings';
import { collectTrainings } from './collect-trainings';
import { collectStudy } from './collect-study';
import { decideClaims, overviewOfStudy } from './decide-claims';
import { manifestsOf } from './lineage';
import type { Ancestry } from './lineage';
import type { PipelineRecord } from '@nhat/runner/pipeline-record';
import { plainProse } from './prose';

/** Collects all values of a report from the artifacts of a finished pipeline. */
export async function collectReport(
  ends: readonly Ancestry[],
  record: PipelineRecord,
  store: Pick<Store, 'readBlob'>,
  warn: (line: string) => void,
  checkout: Checkout | null = null,
  command = `npx nx utility ${record.name}`,
): Promise<Report> {
  const { name, question, cost, expected } = record;
  const { claims = [], decision, members = [], rounds, scores = [], published } = record;
  const nodes = manifestsOf(ends);
  const datasets = datasetLabels(nodes);
  const { panels, labels, studies } = collectPanels(ends, datasets);
  const config = ends[0]!.manifest.config as unknown as UtilityConfig;
  const { inversion, coverage } = config;
  const study = collectStudy(studies, labels);
  return {
    ...{ name, inversion, coverage, panels },
    ...(members.length > 1 && { members }),
    claims: decideClaims(claims, study, config),
    ...(rounds !== undefined && { rounds }),
    ...(decision && { decision: collectDecision(decision, studies, panels) }),
    overview: overviewOfStudy(study, config),
    question: plainProse(question),
    cost: plainProse(cost),
    expected: plainProse(expected),
    datasets: await collectDatasets(nodes, datasets, store, warn),
    pretrainings: pretrainings(nodes, labels, datasets),
    trainings: await collectTrainings({ nodes, studies, labels, datasets }, store, warn),
    pictures: await collectPictures({ nodes, studies, labels, datasets }, store, warn),
    settings: collectSettings(studies, labels),
    stages: stageCosts(nodes),
    clock: clockTime(nodes),
    provenance: {
      ...provenanceOf(nodes, { checkout, command, ...(scores.length > 0 && { scores }) }),
      ...(published && { published }),
    },
  };
}
