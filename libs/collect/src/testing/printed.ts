import { main } from '@nhat/commands/report';

/** The output of the report command, and its error if it fails. */
export async function tried(
  args: string[],
  root: string,
  record: object | undefined,
): Promise<{ out: string; err: string; error: Error | undefined }> {
  const out = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  const err = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const before = process.env['NHAT_PIPELINE'];
  if (record) process.env['NHAT_PIPELINE'] = JSON.stringify(record);
  else delete process.env['NHAT_PIPELINE'];
  let error: Error | undefined;
  try {
    await main(args, root).catch((reason: unknown) => {
      error = reason as Error;
    });
    const text = (spy: typeof out) => spy.mock.calls.map(([chunk]) => String(chunk)).join('');
    return { out: text(out), err: text(err), error };
  } finally {
    out.mockRestore();
    err.mockRestore();
    if (before === undefined) delete process.env['NHAT_PIPELINE'];
    else process.env['NHAT_PIPELINE'] = before;
  }
}

/** The output of a command that succeeds. */
export async function printed(
  args: string[],
  root: string,
  record: object | undefined,
): Promise<{ out: string; err: string }> {
  const { error, ...said } = await tried(args, root, record);
  if (error) throw error;
  return said;
}
