import { evaluations } from '@nhat/evaluations/registry';
import type { Setting } from '@nhat/report';
import { evaluationLabel } from '@nhat/documents';
import type {
  AugmentConfig,
  PretrainConfig,
  ScheduleConfig,
  SupervisedConfig,
} from '@nhat/documents';
import type { Labels } from './cell-labels';
import { ownRates, runConfigs } from './cell-labels';
import type { Study } from './collect-panels';
import { inRole } from './lineage';

type TrainedRun = Pick<SupervisedConfig, 'precision'> &
  Partial<Pick<SupervisedConfig, 'schedule' | 'augment'>>;

/** Collects the training settings of every arm; each distinct set occurs once. */
export function collectSettings(studies: readonly Study[], labels: Labels): Setting[] {
  const settings = new Map<string, Setting>();
  const add = (setting: Omit<Setting, 'imagesSeen'>, steps: number | null) => {
    const key = JSON.stringify(setting);
    const before = settings.get(key)?.imagesSeen ?? null;
    const counts = [...(before ?? []), ...(steps === null ? [] : [steps])];
    const imagesSeen: Setting['imagesSeen'] =
      counts.length > 0 ? [Math.min(...counts), Math.max(...counts)] : null;
    settings.set(key, { ...setting, imagesSeen });
  };
  for (const study of studies) {
    const networks = inRole(study.finetuned, 'run').flatMap((run) => inRole(run, 'pretrain'));
    for (const { manifest } of networks) {
      const config = manifest.config as unknown as PretrainConfig;
      const names = { backbone: labels.network(config.backbone), of: labels.pretraining(config) };
      add({ arm: 'pretraining', ...names, ...settingOf(config) }, config.schedule.imagesSeen);
    }
  }
  for (const study of studies) {
    const names = { backbone: labels.backbone(study), of: labels.task(study) };
    const evaluation = evaluationLabel(evaluations, study.evaluation);
    const own = ownRates(study);
    const arms = [
      { arm: { arm: 'scratch', ...names }, curve: study.scratch },
      {
        arm: {
          arm: evaluation === 'finetune' ? 'finetuning' : evaluation,
          ...names,
          ...(Object.keys(own).length > 0 && { method: labels.method(study), own }),
        },
        curve: study.finetuned,
      },
    ];
    for (const { arm, curve } of arms) {
      for (const config of runConfigs(curve)) {
        add({ ...arm, ...settingOf(config) }, config.schedule?.imagesSeen ?? null);
      }
    }
  }
  return [...settings.values()];
}

function settingOf({
  schedule,
  augment,
  precision,
}: TrainedRun): Pick<Setting, 'schedule' | 'augment' | 'precision'> {
  return {
    schedule: schedule ? withoutSteps(schedule) : null,
    augment: augment ? switchedOn(augment) : null,
    precision,
  };
}

function withoutSteps({ batch, peakRate, finalRate, warmup, weightDecay }: ScheduleConfig) {
  return { batch, peakRate, finalRate, warmup, weightDecay };
}

/** `flip`, or with the options that differ from their defaults `jitter (strength 0.5)`. */
const switchedOn = (augment: AugmentConfig): string[] =>
  Object.entries(augment).flatMap(([name, setting]) => {
    if (typeof setting === 'boolean') return setting ? [name] : [];
    const options = Object.entries(setting).map(([key, value]) => `${key} ${String(value)}`);
    return [`${name} (${options.join(', ')})`];
  });
