import type { JsonObject } from '@nhat/documents';
import { readScores } from './score-reader';

/** The scores of a pretraining. */
export interface PretrainScores {
  /** Mean over the last tenth of the training. */
  loss: number;
  /** Accuracy on the pretext task; null for methods without one. */
  accuracy: number | null;
  /** Whether it learned its own task; null where the method has no check, or the outputs are older than it. */
  learning: LearningScores | null;
}

/** A measure of the pretext task on held-out images; its numbers are null without held-out images. */
export interface LearningScores {
  /** Name of the measure, e.g. `turns`. */
  check: string;
  value: number | null;
  /** The value of a method that learned nothing, and that from which on it learned. */
  chance: number | null;
  threshold: number | null;
  learned: boolean | null;
}

export interface EmbeddingScores {
  /** 0 … 1, and 1 … dimensions: see `embedding.ts` of the stage. */
  spread: number;
  effectiveRank: number;
  dimensions: number;
  collapsed: boolean;
}

/** Reads the scores of a pretraining. Throws a UserError that names the node and the first invalid field. */
export function pretrainScores(node: string, scores: JsonObject): PretrainScores {
  const read = readScores(node, scores);
  const has = (key: string) => (scores[key] ?? null) !== null;
  return {
    loss: read.number('loss'),
    accuracy: read.numberOr('accuracy', null),
    learning: has('learning') ? learningScores(read.object('learning')) : null,
  };
}

const learningScores = (read: ReturnType<typeof readScores>): LearningScores => ({
  check: read.text('check'),
  value: read.numberOr('value', null),
  chance: read.numberOr('chance', null),
  threshold: read.numberOr('threshold', null),
  learned: read.flagOr('learned', null),
});

/**
 * How the features of a pretrained network differ: the fact of its manifest (`ran.facts`), which every method has, else the score
 * of older results. Null where neither was measured. Throws a UserError that names the node and the first invalid field.
 */
export function embeddingOf(
  node: string,
  facts: JsonObject,
  scores: JsonObject,
): EmbeddingScores | null {
  const from = isMeasured(facts) ? facts : scores;
  return isMeasured(from) ? embeddingScores(readScores(node, from).object('embedding')) : null;
}

const isMeasured = (record: JsonObject): boolean => (record['embedding'] ?? null) !== null;

const embeddingScores = (read: ReturnType<typeof readScores>): EmbeddingScores => ({
  spread: read.number('spread'),
  effectiveRank: read.number('effectiveRank'),
  dimensions: read.number('dimensions'),
  collapsed: read.flagOr('collapsed', false),
});
