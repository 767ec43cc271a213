import { CONVERGENCE_TEXTS } from '../convergence';
import type { Convergence } from '../convergence';
import { convergenceCounts, coursePanels } from '../courses';
import type { CourseGroup, CoursePanel, JudgedCourse } from '../courses';
import { count, figure, list, plural } from '../number-format';
import { lossAxis, lossDrawing } from './loss-drawing';
import type { LossAxis } from './loss-drawing';
import { html } from './markup';
import type { Content, Markup } from './markup';
import type { Section } from './section';
import { table } from './table';

/** The losses of every training as small multiples, folded by panel; absent where none are kept. */
export const lossCurves: Section = {
  id: 'losses',
  title: 'Loss curves',
  render(report) {
    const panels = coursePanels(report);
    if (panels.length === 0) return null;
    const all = coursesOf(panels.flatMap(({ groups }) => groups));
    return html`<p>
        ${plural(all.length, 'training')}: ${countsText(all)}. A loss still falls where its last
        tenth lies clearly below the tenth before it; a longer training would go on there. Losses
        are means over equal numbers of steps, on augmented training images.
      </p>
      ${panels.map(panel)}`;
  },
};

const coursesOf = (groups: readonly CourseGroup[]): JudgedCourse[] =>
  groups.flatMap(({ courses }) => courses);

/** `2 ended above the loss of the first steps, 10 levelled off`. */
const countsText = (courses: readonly JudgedCourse[]): string =>
  list(
    convergenceCounts(courses).map(([outcome, n]) => `${count(n)} ${CONVERGENCE_TEXTS[outcome]}`),
  );

function panel({ title, groups }: CoursePanel): Markup {
  const courses = coursesOf(groups);
  const axis = lossAxis(courses.flatMap(({ losses }) => losses));
  const isOpen = courses.some(({ convergence }) => KINDS[convergence] === 'up');
  return html`<details${isOpen ? html` open` : null}>
    <summary>${title}: ${countsText(courses)}</summary>
    <p class="note">
      ${axis.log ? 'Logarithmic' : 'Linear'} axis from ${figure(axis.least)} to
      ${figure(axis.most)}, the same in every drawing; one line a seed, from the first step to the
      last.
    </p>
    <div class="courses">${groups.map((group) => drawing(group, axis))}</div>
    ${numbers(groups)}
  </details>`;
}

/** The classes of curves: rising ones, falling ones, others. */
const KINDS: Record<Convergence, string> = {
  'above start': 'up',
  rose: 'up',
  falling: 'falling',
  level: 'level',
  short: 'level',
};

function drawing(group: CourseGroup, axis: LossAxis): Markup {
  const { courses } = group;
  const name = groupName(group);
  const curves = courses.map(({ losses, convergence }) => ({ losses, kind: KINDS[convergence] }));
  const notable = courses.filter(({ convergence }) => KINDS[convergence] !== 'level');
  return html`<figure>
    ${lossDrawing(curves, axis, `Loss of ${name}: ${startText(group)} to ${endText(group)}`)}
    <figcaption><b>${name}</b>${notable.length > 0 ? ` ${countsText(notable)}` : null}</figcaption>
  </figure>`;
}

const groupName = ({ arm, n }: CourseGroup): string =>
  n === null ? arm : `${arm}, ${plural(n, 'label')}`;

const startText = ({ courses }: CourseGroup): string =>
  rangeText(courses.map(({ losses }) => losses[0]!));

const endText = ({ courses }: CourseGroup): string => rangeText(courses.map(lastTenth));

/** The mean of the last tenth of the points, at least one. */
function lastTenth({ losses }: JudgedCourse): number {
  const last = losses.slice(Math.min(Math.floor(losses.length * 0.9), losses.length - 1));
  return last.reduce((sum, loss) => sum + loss, 0) / last.length;
}

function rangeText(values: readonly number[], text = figure): string {
  const [least, most] = [text(Math.min(...values)), text(Math.max(...values))];
  return least === most ? least : `${least} … ${most}`;
}

const numbers = (groups: readonly CourseGroup[]): Markup =>
  table(
    'Loss of the first steps and mean of the last tenth: least … most over the seeds.',
    [
      { heading: 'training', text: true },
      { heading: 'labels' },
      { heading: 'trainings' },
      { heading: 'steps' },
      { heading: 'first loss' },
      { heading: 'last loss' },
      { heading: 'course', text: true, wraps: true },
    ],
    groups.map((group): Content[] => [
      group.arm,
      group.n === null ? '–' : count(group.n),
      count(group.courses.length),
      rangeText(
        group.courses.map(({ steps }) => steps),
        count,
      ),
      startText(group),
      endText(group),
      countsText(group.courses),
    ]),
    { groupBy: 1 },
  );
