import type { ClaimOptions, JsonSchema } from '@nhat/documents';
import type { Choices } from './study';

/** An option that names something of the document, which refuses other names; longer than any label of a study. */
export const nameOption = <Kind extends keyof Choices>(names: Kind, description: string) =>
  ({ type: 'string', maxLength: 200, names, description }) as const;

const choices = {
  dataset: nameOption('dataset', 'Name of the dataset, where the study has several.'),
  backbone: nameOption('backbone', 'Name of the backbone, where the study has several.'),
  task: nameOption('task', 'Name of the task, where the study has several.'),
  method: nameOption('method', 'Name of the method, where the study has several.'),
} as const satisfies Record<string, JsonSchema>;

/** The options of a claim: its own, and the keys by which a document restricts it to a part of the study. */
export function claimOptions(
  statement: string,
  keys: readonly (keyof typeof choices)[],
  own: ClaimOptions['properties'] = {},
): ClaimOptions {
  const chosen = Object.fromEntries(keys.map((key) => [key, choices[key]]));
  return { type: 'object', description: statement, properties: { ...chosen, ...own } };
}

/** The option of the largest budget that counts. */
export const upToOption = {
  upTo: {
    ...{ type: 'integer', minimum: 1, default: 400 },
    description: 'The largest number of labels that counts.',
  },
} as const satisfies Record<string, JsonSchema>;
