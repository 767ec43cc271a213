import type { MethodRanks, RankedMethod, TaskRanks } from '@nhat/claims';
import { doublings } from '../overview/doublings';
import { unique } from '../naming';
import { count, list, probabilityIs, shareOfDraws } from '../number-format';
import type { Report } from '../report';
import { html } from './markup';
import type { Content, Markup } from './markup';
import type { Section } from './section';
import { table } from './table';

/** The rank of every method in each task, and whether the order differs; absent where no two methods can be ranked. */
export const bestMethod: Section = {
  id: 'best-method',
  title: 'Which method is best',
  render: ({ overview, panels }) =>
    overview && overview.ranks.length > 0 ? body(overview.ranks, panels) : null,
};

function body(all: readonly MethodRanks[], panels: Report['panels']): Markup {
  const methods = unique(
    all.flatMap(({ tasks }) => tasks.flatMap(({ ranks }) => ranks.map(({ arm }) => arm))),
  );
  const several = new Set(panels.map(({ backbone }) => backbone)).size > 1;
  const rows = all.flatMap((group) =>
    group.tasks.map((task): Content[] => [
      group.dataset,
      ...(several ? [group.backbone] : []),
      task.task,
      ...methods.map((method) => rankText(task, method)),
      list(task.budgets.map(count)),
    ]),
  );
  const ordered = all.filter(({ order }) => order !== null);
  const hasHeads = all.some(({ tasks }) =>
    tasks.some(({ ranks }) => ranks.some(({ linear, knn }) => linear !== null || knn !== null)),
  );
  return html`${ordered.length > 0 ? answerOf(ordered) : null}
  ${table(
    `Rank by the mean of log2(n̂/n) over the budgets that all methods share, P(best), the share of the draws in which the method is the best, and that mean.${hasHeads ? ' Small: the rank of frozen features by a linear head and by nearest neighbours.' : ''}`,
    [
      { heading: 'dataset', text: true },
      ...(several ? [{ heading: 'network', text: true }] : []),
      { heading: 'task', text: true },
      ...methods.map((heading) => ({ heading })),
      { heading: 'budgets', wraps: true },
    ],
    rows,
    { groupBy: 1 },
  )}
  ${ordered.length > 1 ? orderTable(ordered) : null}`;
}

function rankText({ ranks, leftOut }: TaskRanks, method: string): Content {
  const own = ranks.find(({ arm }) => arm === method);
  if (own === undefined) return leftOut.includes(method) ? 'left out' : '–';
  const place = 1 + ranks.filter(({ estimate }) => estimate > own.estimate).length;
  const heads = [headText('linear', own.linear), headText('kNN', own.knn)].filter(Boolean);
  const small = heads.length > 0 ? html`<br /><small>${heads.join(', ')}</small>` : null;
  const text = `${place} · P ${shareOfDraws(own.best)} · ${doublings(own.estimate)}`;
  return html`${place === 1 ? html`<b>${text}</b>` : text}${small}`;
}

const headText = (name: string, rank: RankedMethod['linear']): string =>
  rank === null ? '' : `${name} ${rank}`;

const WORDS = { differs: 'yes', same: 'no', open: 'open' } as const;

/** `Does the order of methods differ between tasks? On shapes-tc yes, P = 0.97: …` */
function answerOf(ordered: readonly MethodRanks[]): Markup {
  const [only, second] = ordered;
  if (second === undefined) {
    return html`<p>
      Does the order of methods differ between tasks? <strong>${sentenceOf(only!)}</strong>
    </p>`;
  }
  const counts = (['differs', 'same', 'open'] as const).flatMap((answer) => {
    const found = ordered.filter(({ order }) => order!.answer === answer).length;
    return found === 0 ? [] : [`${WORDS[answer]} in ${found}`];
  });
  return html`<p>
    Does the order of methods differ between tasks? Of ${ordered.length} datasets and networks
    <strong>${list(counts)}</strong>.
  </p>`;
}

function sentenceOf({ order, tasks }: MethodRanks): string {
  const { answer, bestDiffers, reversal } = order!;
  if (answer === 'differs') {
    const { method, inTask, other, otherTask, probability } = reversal!;
    return `Yes, ${probabilityIs(probability)}: ${method} is before ${other} in ${inTask}, and behind it in ${otherTask}.`;
  }
  if (answer === 'same')
    return `No: one method is the best everywhere, ${probabilityIs(1 - bestDiffers)}.`;
  const missing = tasks.flatMap(({ task, leftOut }) =>
    leftOut.length > 0 ? [`${list(leftOut)} in ${task}`] : [],
  );
  const among =
    missing.length > 0 ? `; ${list(missing)} cannot be compared, and among the others` : ';';
  return `Open: neither answer is shown${among} that the best method differs has ${probabilityIs(bestDiffers)}.`;
}

const orderTable = (ordered: readonly MethodRanks[]): Markup =>
  html`<details>
    <summary>The answer for each dataset</summary>
    ${table(
      'Yes: of a pair of methods one is shown to be better in one task and the other one in another task (intersection-union, Holm over pairs). No: none is left out, and one method is the best in every task in 95 % of the draws.',
      [
        { heading: 'dataset', text: true },
        { heading: 'network', text: true },
        { heading: 'differs', text: true },
        { heading: 'P(best differs)' },
        { heading: 'why', text: true, wraps: true },
      ],
      ordered.map((one) => [
        ...[one.dataset, one.backbone, WORDS[one.order!.answer]],
        ...[shareOfDraws(one.order!.bestDiffers), sentenceOf(one)],
      ]),
    )}
  </details>`;
