import { nameOfArms } from './choice';
import type { Choice } from './choice';
import type { ClaimConfig, ClaimRegistry } from './claim';
import type { JsonSchema } from './json-schema';
import { isCalled, settingValue } from './name-with-settings';
import type { Pipeline } from './resolved-pipeline';
import { documentPath, unknownName } from './schema-problem';
import { membersOf } from './study';

/** What the options of a claim may name. */
export type NamedByClaim = NonNullable<JsonSchema['names']>;

/**
 * Names in claims that no result of a document, and of those it includes, can have, because such a claim would stay undecided however
 * much is trained. Files of scores may grow, so the report of a study with one says what is missing.
 */
export function claimProblems(path: string, pipeline: Pipeline, registry: ClaimRegistry): string[] {
  const members = membersOf(pipeline);
  if (members.length === 0 || members.some(({ scores }) => scores !== null)) return [];
  const known = knownNames(members);
  return pipeline.claims.flatMap((claim, at) =>
    namedOptions(claim, registry).flatMap(([key, kind, name]) =>
      known[kind].some((one) => isCalled(one.name, name, one.settings))
        ? []
        : [unknownName(documentPath(path, ['claims', at, key]), name, namesOf(known[kind]))],
    ),
  );
}

/** The options of a claim that name something, with what they name. */
const namedOptions = (
  { name, options }: ClaimConfig,
  registry: ClaimRegistry,
): [key: string, kind: NamedByClaim, name: string][] =>
  Object.entries(registry[name]!.options.properties).flatMap(([key, { names }]) =>
    names === undefined || typeof options[key] !== 'string' ? [] : [[key, names, options[key]]],
  );

/** A name of a document, and its settings as labels of results contain them; null where they may contain others, too. */
interface KnownName {
  name: string;
  settings: string[] | null;
}

function knownNames(members: readonly Pipeline[]): Record<NamedByClaim, KnownName[]> {
  const withSettings = ({ name, options }: Choice): KnownName => ({
    ...{
      name,
      settings: Object.entries(options).map(([key, value]) => `${key} ${settingValue(value)}`),
    },
  });
  const open = (name: string): KnownName => ({ name, settings: null });
  return {
    dataset: members.flatMap(({ datasets }) => datasets.map(({ dataset }) => open(dataset))),
    backbone: members.flatMap(({ backbones }) => backbones.map(withSettings)),
    task: members.flatMap(({ tasks }) => tasks.map(({ name }) => open(name))),
    method: members.flatMap(({ methods, backbones }) =>
      [...methods, ...backbones.flatMap((backbone) => backbone.methods)].map((method) =>
        open(nameOfArms(method)),
      ),
    ),
  };
}

/** The names, each once; with their settings where one name is there with several. */
function namesOf(known: readonly KnownName[]): string[] {
  const full = ({ name, settings }: KnownName) =>
    settings === null || settings.length === 0 ? name : `${name} (${settings.join(', ')})`;
  const isAmbiguous = (one: KnownName) =>
    new Set(known.filter(({ name }) => name === one.name).map(full)).size > 1;
  return [...new Set(known.map((one) => (isAmbiguous(one) ? full(one) : one.name)))];
}
