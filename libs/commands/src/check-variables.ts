import { nearestName, userError } from '@nhat/documents';

/** Every variable that this program reads. Users may set those of the first kind; the others are set by its own processes, and by its tests. */
const variables = {
  user: [
    'NHAT_DATA',
    'NHAT_ENGINE',
    'NHAT_EXECUTOR',
    'NHAT_HOST_NAMES',
    'NHAT_IMAGE_MEMORY',
    'NHAT_PUBLISHED',
    'NHAT_PYTHON',
    'NHAT_STORE',
    'NHAT_STORE_TOKEN',
    'NHAT_TF_DIR',
  ],
  own: [
    'NHAT_BUNDLE',
    'NHAT_CLUSTER',
    'NHAT_NODE',
    'NHAT_NO_COLOUR',
    'NHAT_ONLY_ACTIVE',
    'NHAT_OUTER',
    'NHAT_OWN_GRAPH',
    'NHAT_PIPELINE',
    'NHAT_SCORES',
    'NHAT_TEST_CHROMIUM',
    'NHAT_TEST_ENGINES',
    'NHAT_TEST_NGINX',
    'NHAT_TOOLS_UNKEPT',
    'NHAT_TRUSTED_BUNDLE',
    'NHAT_VERIFY_FOLDER',
    'NHAT_VIEW',
    'NHAT_WHOLE',
    'NHAT_WORKER_WAIT',
  ],
};

export const VARIABLES: readonly string[] = [...variables.user, ...variables.own];

/** The variables for users, which a message and docs/commands.md list. */
export const USER_VARIABLES: readonly string[] = variables.user;

/** Throws a UserError for an NHAT_ variable that nothing reads. */
export function checkVariables(environment: Readonly<Record<string, string | undefined>>): void {
  const unknown = Object.keys(environment).find(
    (name) => name.startsWith('NHAT_') && !VARIABLES.includes(name),
  );
  if (unknown === undefined) return;
  const nearest = nearestName(unknown, USER_VARIABLES);
  throw userError(unknown, 'unknown variable', {
    expected: `one of ${USER_VARIABLES.join(', ')}`,
    advice: nearest === undefined ? 'Unset it.' : `Did you mean ${nearest}?`,
  });
}
