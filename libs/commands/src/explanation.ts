import type { Json, JsonObject } from '@nhat/documents';
import { valueWords } from '@nhat/documents';
import { optionWords, subjectOf } from '@nhat/plan';
import type { Plan, PlanNode, StageName } from '@nhat/plan';
import { printedHost } from '@nhat/runner/host-label';
import { causeText } from './cause-text';
import type { Cause, Forecast, Status } from './node-forecast';
import { shortTime } from './plan-times';

/** Everything about one node. */
export interface Explanation {
  name: string;
  stage: StageName;
  /** What the stage does: `pretraining with rotation`. */
  subject: string;
  config: JsonObject;
  /** Each leaf of the configuration, with its name in words. */
  options: { path: string; name: string; value: string }[];
  upstream: { role: string; node: string; status: Status }[];
  /** Nodes that read its result. */
  readers: string[];
  status: Status;
  reason?: Cause;
  key?: string;
  result?: {
    place: string;
    computedOn: string;
    computedAt: string;
    seconds: number;
    code: string;
    files: string[];
  };
}

/** The explanation of a node of a plan; `expected` has the forecasts of all its nodes. */
export function explanationOf(
  name: string,
  { nodes }: Pick<Plan, 'nodes'>,
  expected: readonly Forecast[],
): Explanation {
  const node = nodes.find((one) => one.name === name)!;
  const byName = new Map(expected.map((one) => [one.name, one]));
  const { status, reason, key, result } = byName.get(name)!;
  return {
    ...{ name, stage: node.stage, subject: subjectOf(node.stage, node.config) },
    config: node.config,
    options: optionsOf(node),
    upstream: node.upstream.map(({ role, node: upstream }) => ({
      ...{ role, node: upstream, status: byName.get(upstream)!.status },
    })),
    readers: nodes
      .filter(({ upstream }) => upstream.some((one) => one.node === name))
      .map((one) => one.name),
    status,
    ...(reason && { reason }),
    ...(key && { key }),
    ...(result && {
      result: {
        place: placeOf(result.place, name),
        computedOn: printedHost(result.manifest.ran.host),
        computedAt: result.manifest.ran.startedAt,
        seconds: result.manifest.ran.seconds,
        code: result.manifest.ingredients.code,
        files: Object.keys(result.manifest.outputs.blobs),
      },
    }),
  };
}

const placeOf = (place: NonNullable<Forecast['result']>['place'], name: string): string =>
  ({
    artifacts: `artifacts/${name}/ and the store`,
    store: 'the store',
    'published pack': 'a published pack',
    'cache of Nx': 'the cache of Nx',
  })[place];

/** The heading names the subject, so that the options leave it out. */
function optionsOf({ stage, config }: PlanNode): Explanation['options'] {
  const subject = subjectOf(stage, config);
  return leavesOf(config).map(([path, value]) => ({
    path,
    name: [` of ${subject}`, ` in ${subject}`].reduce(
      (name, end) => (name.endsWith(end) ? name.slice(0, -end.length) : name),
      optionWords(stage, config, path),
    ),
    value: valueWords(value),
  }));
}

function leavesOf(value: Json, path: string[] = []): [string, Json][] {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return [[path.join('.'), value]];
  }
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
}

const STATE: Record<Status, string> = {
  ready: 'its result is there; nothing would run',
  run: 'it would run',
  depends: 'it would run only if what runs before it gives another result',
};

/** The most readers that are listed. */
const MOST = 8;

export function explanationText({
  name,
  subject,
  options,
  upstream,
  readers,
  status,
  reason,
  key,
  result,
}: Explanation): string {
  const width = Math.min(60, Math.max(...options.map((one) => one.name.length)));
  const lines = [
    `${name}: ${subject}`,
    `${STATE[status]}${reason === undefined ? '' : `: ${causeText(reason)}`}`,
    '',
    ...options.map((one) => `  ${one.name.padEnd(width)}  ${shortened(one.value)}`),
    '',
    upstream.length === 0 ? 'reads no other node' : 'reads',
    ...upstream.map((one) => `  ${one.role.padEnd(10)} ${one.node}${mark(one.status)}`),
    readers.length === 0 ? 'no other node of the pipeline reads it' : 'is read by',
    ...readers.slice(0, MOST).map((reader) => `  ${reader}`),
    ...(readers.length > MOST ? [`  and ${readers.length - MOST} more`] : []),
    '',
    `key     ${key ?? 'not known before what runs first is done'}`,
    ...(result === undefined
      ? ['result  none']
      : [
          `result  in ${result.place}`,
          `        computed ${result.computedAt.slice(0, 16).replace('T', ' ')} on ${result.computedOn} in ${shortTime(result.seconds)}`,
          `        code ${result.code.slice(0, 12)}${result.files.length > 0 ? `, ${filesText(result.files)}` : ''}`,
        ]),
  ];
  return `${lines.join('\n')}\n`;
}

const mark = (status: Status): string =>
  status === 'ready' ? '' : status === 'run' ? ' (would run)' : ' (would perhaps run)';

const shortened = (text: string): string => (text.length > 70 ? `${text.slice(0, 69)}…` : text);

const filesText = (files: readonly string[]): string =>
  files.length <= 4 ? `files ${files.join(', ')}` : `${files.length} files`;
