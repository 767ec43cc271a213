import { jsonFlag, readFlags } from '@nhat/documents';
import { sendResults } from '@nhat/store/send-results';

/** `nx push store [--json]`: sends results of this workspace that the team's store lacks. Returns 1 when one could not be sent. */
export async function main(args: string[]): Promise<number> {
  const { json } = readFlags('nx push store', args, jsonFlag);
  const sent = await sendResults(process.cwd());
  const { location, fault } = sent;
  const counts = [
    `${sent.sent} sent`,
    `${sent.there} ${sent.there === 1 ? 'was' : 'were'} there`,
    ...(sent.incomplete > 0 ? [`${sent.incomplete} without all their files here`] : []),
    ...(sent.failed > 0 ? [`${sent.failed} FAILED`] : []),
  ];
  const line = `store: ${location}: ${counts.join(', ')}${fault === undefined ? '' : ` (${fault})`}`;
  process.stdout.write(json ? `${JSON.stringify(sent, null, 2)}\n` : `${line}\n`);
  return sent.failed > 0 ? 1 : 0;
}
