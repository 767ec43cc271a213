import { jsonFlag, readFlags } from '@nhat/documents';
import { diagnoseStore } from '@nhat/store/store-doctor';
import type { StoreCheck, StoreDiagnosis } from '@nhat/store/store-doctor';

/** `nx doctor store [--json]`: a round trip through the store that NHAT_STORE names, and what is wrong. Returns 1 when something is. */
export async function main(args: string[]): Promise<number> {
  const { json } = readFlags('nx doctor store', args, jsonFlag);
  const diagnosis = await diagnoseStore(process.cwd());
  process.stdout.write(json ? `${JSON.stringify(diagnosis, null, 2)}\n` : describe(diagnosis));
  return diagnosis.healthy ? 0 : 1;
}

const STEPS: Record<StoreCheck['what'], string> = {
  connection: 'is reached',
  question: 'says whether it has a file',
  upload: 'takes a file',
  download: 'gives the file back',
  result: 'takes a result and gives it back',
};

function describe(diagnosis: StoreDiagnosis): string {
  const { location, isFolder, writer, trusted, checks, advice, healthy } = diagnosis;
  const team = trusted.length === 0 ? 'nobody else' : trusted.join(', ');
  const lines = [
    `store       ${location}${isFolder ? '' : ', behind .nhat/store'}`,
    ...(writer === undefined ? [] : [`writer      ${writer}`, `trusted     you, ${team}`]),
    '',
    ...checks.map(({ what, right, ms, fault }) =>
      right ? `right  ${STEPS[what].padEnd(34)} ${ms} ms` : `WRONG  ${STEPS[what]}: ${fault}`,
    ),
    '',
    ...advice,
    healthy ? 'The store works.' : isFolder ? OF_FOLDER : remedy(checks.at(-1)!),
  ];
  return `${lines.join('\n')}\n`;
}

/** A run does without a server that fails, but not without its folder. */
const OF_FOLDER = 'No run goes on until that is mended: check NHAT_STORE.';

/** What to do about the step that failed with a server. */
function remedy({ what, fault = '' }: StoreCheck): string {
  if (what === 'upload' && /status 40[137]/.test(fault)) {
    return 'This token may read and not write: results of this machine stay here.';
  }
  if (/status 40[137]/.test(fault))
    return 'Ask the keeper of the store for a token: NHAT_STORE_TOKEN.';
  if (what === 'connection' || what === 'question')
    return 'Check NHAT_STORE and whether the server runs.';
  return 'Until that is mended, this machine goes on without the store.';
}
