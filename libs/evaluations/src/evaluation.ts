import type { Backbone, Weights } from '@nhat/models';
import type { EvaluationConfig, FrozenConfig, JsonObject } from '@nhat/documents';
import type { HeadKind, Task, TaskBatch } from '@nhat/tasks';
import type { LabReader } from '@nhat/augment';
import type { LabelledImages } from './labelled-images';

/** How the task sees a pretrained backbone. */
export interface Attachment {
  head: HeadKind;
  /** Freezes in `encoder` what must not learn, and returns the backbone that the head reads. */
  attach(backbone: Backbone, encoder: Weights, evaluation: EvaluationConfig): Backbone;
}

/** A head on features that stay as they were pretrained, made without steps of gradients. */
export interface FrozenHead {
  /** What the head reads in place of the backbone, never trained. */
  attach(backbone: Backbone, encoder: Weights, evaluation: EvaluationConfig): Backbone;
  /** Makes the head from the labelled images; returns scores of its own, `loss` among them. */
  fit(network: SupervisedNetwork, config: FrozenConfig): Promise<JsonObject>;
  /**
   * Awaited before the task counts a batch: reads from the engine what `forward` of the attached backbone needs for these
   * images.
   */
  prepareBatch?(network: SupervisedNetwork, batch: TaskBatch): Promise<void>;
}

/** A backbone, pretrained or not, with a new head on it, and n labelled images. */
export interface SupervisedNetwork {
  encoder: Weights;
  heads: Weights;
  backbone: Backbone;
  task: Task;
  labelled: LabelledImages;
  read: LabReader;
  /** Classes of objects in the dataset. */
  classes: number;
  /** Awaited before the task counts a batch. */
  prepareBatch?(batch: TaskBatch): Promise<void>;
  dispose(): void;
}
