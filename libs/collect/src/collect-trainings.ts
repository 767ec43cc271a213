import { decodeSeries } from '@nhat/artifacts';
import type { Manifest } from '@nhat/artifacts';
import { evaluations } from '@nhat/evaluations/registry';
import { evaluationLabel } from '@nhat/documents';
import type { PretrainConfig, SupervisedConfig } from '@nhat/documents';
import type { TrainingCourse } from '@nhat/report';
import type { Store } from '@nhat/store';
import type { Labels } from './cell-labels';
import { pretrainedOn } from './dataset-labels';
import type { DatasetLabels } from './dataset-labels';
import type { Study } from './collect-panels';
import { eachOf } from './each-of';
import { inRole } from './lineage';
import type { Ancestry } from './lineage';

/** The most points of a course that a report shows; outputs keep up to 200. */
export const LOSS_POINTS = 40;

type Named = Omit<TrainingCourse, 'steps' | 'losses'>;

/** A node with the names under which a report shows its training. */
interface NamedTraining {
  manifest: Manifest;
  named: Named;
}

/**
 * The losses of every training, pretraining first. Where the losses of a training are missing, it is left out, and `warn` gets one
 * line for all of them. Heads that are fitted without steps have no losses.
 */
export async function collectTrainings(
  parts: {
    nodes: readonly Manifest[];
    studies: readonly Study[];
    labels: Labels;
    datasets: DatasetLabels;
  },
  store: Pick<Store, 'readBlob'>,
  warn: (line: string) => void,
): Promise<TrainingCourse[]> {
  const kept = [...pretrainings(parts), ...supervisedTrainings(parts)].filter(
    ({ manifest }) => manifest.outputs.blobs['losses'] !== undefined,
  );
  const courses = await eachOf(kept, async ({ manifest, named }) => {
    const bytes = await store.readBlob(manifest.outputs.blobs['losses']!);
    return bytes === undefined ? undefined : { ...named, ...courseOf(bytes) };
  });
  const found = courses.filter((course) => course !== undefined);
  const [missing, ...others] = kept.filter((_, at) => courses[at] === undefined);
  if (missing !== undefined) {
    const which = `${missing.manifest.node}${others.length > 0 ? ' and others' : ''}`;
    warn(
      `report: the losses of ${others.length + 1} of ${courses.length} trainings are missing (${which}); their curves are not shown`,
    );
  }
  return found;
}

const pretrainings = ({
  nodes,
  labels,
  datasets,
}: {
  nodes: readonly Manifest[];
  labels: Labels;
  datasets: DatasetLabels;
}): NamedTraining[] =>
  nodes
    .filter(({ stage }) => stage === 'pretrain')
    .map((manifest) => {
      const config = manifest.config as unknown as PretrainConfig;
      const { backbone, seed } = config;
      const dataset = pretrainedOn(manifest, datasets);
      const method = labels.pretraining(config);
      const network = labels.network(backbone);
      return { manifest, named: { dataset, backbone: network, task: null, method, n: null, seed } };
    });

/** The trainings with labels, each once, in the order of the panels. */
function supervisedTrainings({
  studies,
  labels,
}: {
  studies: readonly Study[];
  labels: Labels;
}): NamedTraining[] {
  const seen = new Set<Ancestry>();
  return studies.flatMap((study) => {
    const { dataset, scratch, finetuned, randomWeights } = study;
    const names = { dataset, backbone: labels.backbone(study), task: labels.task(study) };
    const label = evaluationLabel(evaluations, study.evaluation);
    const method = labels.method(study);
    const arms: [Ancestry | undefined, string | null][] = [
      [scratch, null],
      [finetuned, label === 'finetune' ? method : `${method} (${label})`],
      [randomWeights, `random weights (${label})`],
    ];
    return arms.flatMap(([curve, arm]) => {
      if (curve === undefined || seen.has(curve)) return [];
      seen.add(curve);
      return inRole(curve, 'run').map(({ manifest }) => {
        const { n, seed } = manifest.config as unknown as SupervisedConfig;
        return { manifest, named: { ...names, method: arm, n, seed } };
      });
    });
  });
}

/** The steps and the losses in a series of `step` and `loss`. */
function courseOf(bytes: Uint8Array): Pick<TrainingCourse, 'steps' | 'losses'> {
  const { step, loss } = decodeSeries(bytes);
  return { steps: step?.at(-1) ?? 0, losses: coarser([...(loss ?? [])]) };
}

/** At most `LOSS_POINTS` means over equal parts, in six digits. */
function coarser(values: readonly number[]): number[] {
  const points = Math.min(LOSS_POINTS, values.length);
  return Array.from({ length: points }, (_, part) => {
    const [from, to] = [part, part + 1].map((edge) => Math.round((edge * values.length) / points));
    const own = values.slice(from, to);
    return Number((own.reduce((sum, value) => sum + value, 0) / own.length).toPrecision(6));
  });
}
