import type { Backbone, Weights } from '@nhat/models';
import type { EvaluationConfig, FrozenConfig, JsonObject } from '@nhat/documents';
import type { HeadKind, Task, TaskBatch } from '@nhat/tasks';
import type { LabReader } from '@nhat/augment';
import type { LabelledImages } from './labelled-images';

/** An evaluation whose head is trained by gradient steps. */
export interface EvaluationModule {
  head: HeadKind;
  /** Freezes the parameters in `encoder` that must not learn, and returns the backbone that the head reads. */
  wrapBackbone(backbone: Backbone, encoder: Weights, evaluation: EvaluationConfig): Backbone;
}

/** An evaluation that fits a head on frozen features without gradient steps. */
export interface FrozenHead {
  /** What the head reads in place of the backbone, never trained. */
  wrapBackbone(backbone: Backbone, encoder: Weights, evaluation: EvaluationConfig): Backbone;
  /**
   * Makes the head from the labelled images; returns scores of its own, `loss` among them, and under `chosen` the settings that
   * it derived from the labelled images.
   */
  fit(network: SupervisedNetwork, config: FrozenConfig): Promise<JsonObject>;
  /**
   * Awaited before the task counts a batch: reads from the engine what `forward` of the attached backbone needs for these
   * images.
   */
  prepareBatch?(network: SupervisedNetwork, batch: TaskBatch): Promise<void>;
}

/** A backbone, pretrained or not, with a new head, and n labelled images. */
export interface SupervisedNetwork {
  encoder: Weights;
  heads: Weights;
  backbone: Backbone;
  task: Task;
  labelled: LabelledImages;
  /** The number of object classes among the labelled images; null where images have no class. */
  labelledClasses: number | null;
  read: LabReader;
  /** The number of object classes in the dataset. */
  classes: number;
  /** Awaited before the task counts a batch. */
  prepareBatch?(batch: TaskBatch): Promise<void>;
  dispose(): void;
}
