import type { ClaimOptions, JsonSchema } from '@nhat/documents';

const choices = {
  dataset: { type: 'string', description: 'Name of the dataset, where the study has several.' },
  backbone: { type: 'string', description: 'Name of the backbone, where the study has several.' },
  task: { type: 'string', description: 'Name of the task, where the study has several.' },
  method: { type: 'string', description: 'Name of the method, where the study has several.' },
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
