import { CONVERGENCE_TEXTS, convergenceOf } from './convergence';
import type { Convergence } from './convergence';
import { grouped } from './grouped';
import type { Report, TrainingCourse } from './report';

/** A training with the judgement of its losses. */
export interface JudgedCourse extends TrainingCourse {
  convergence: Convergence;
}

/** Trainings that differ in their seed only. */
export interface CourseGroup {
  /** `scratch`, or the method and its evaluation; in pretraining the dataset and the network. */
  arm: string;
  /** The number of labels; null for pretraining. */
  n: number | null;
  courses: JudgedCourse[];
}

/** Trainings whose losses are of one kind, so that they can share an axis: those of a panel, or of a method of pretraining. */
export interface CoursePanel {
  title: string;
  groups: CourseGroup[];
}

/** Every training with losses, pretraining first, then by dataset, backbone and task. */
export function coursePanels({ trainings = [] }: Pick<Report, 'trainings'>): CoursePanel[] {
  const judged = trainings
    .filter(({ losses }) => losses.length > 0)
    .map((course) => ({ ...course, convergence: convergenceOf(course.losses) }));
  return grouped(judged, panelTitle).map(([title, courses]) => ({
    title,
    groups: grouped(courses, ({ n, ...course }) => JSON.stringify([armOf(course), n])).map(
      ([, group]) => ({ arm: armOf(group[0]!), n: group[0]!.n, courses: group }),
    ),
  }));
}

/** Losses of pretraining can be compared over datasets and networks, but not over methods. */
const panelTitle = ({ dataset, backbone, task, method }: TrainingCourse): string =>
  task === null ? `Pretraining by ${method}` : `${dataset}, ${backbone}, ${task}`;

const armOf = ({ dataset, backbone, task, method }: Omit<TrainingCourse, 'n'>): string =>
  task === null ? `${dataset}, ${backbone}` : (method ?? 'scratch');

/** How many trainings had each outcome, those that had none left out; in the order of their weight. */
export const convergenceCounts = (
  courses: readonly JudgedCourse[],
): [outcome: Convergence, trainings: number][] =>
  (Object.keys(CONVERGENCE_TEXTS) as Convergence[])
    .map((outcome): [Convergence, number] => [
      outcome,
      courses.filter(({ convergence }) => convergence === outcome).length,
    ])
    .filter(([, trainings]) => trainings > 0);
