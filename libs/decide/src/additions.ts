import { membersOf } from '@nhat/documents';
import type { AddedRun, Pipeline } from '@nhat/documents';

/** The additions that a goal counts: those of a pipeline, and where its claims are the goal also of all that it includes. */
export const additionsOf = (pipeline: Pipeline): AddedRun[] =>
  pipeline.goal?.claims ? membersOf(pipeline).flatMap(({ added }) => added) : pipeline.added;
