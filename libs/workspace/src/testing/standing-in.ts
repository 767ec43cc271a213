/** Does something as if the user had typed the command in this folder. */
export async function standingIn<Result>(
  folder: string,
  act: () => Result | Promise<Result>,
): Promise<Result> {
  const before = process.env['INIT_CWD'];
  process.env['INIT_CWD'] = folder;
  try {
    return await act();
  } finally {
    if (before === undefined) delete process.env['INIT_CWD'];
    else process.env['INIT_CWD'] = before;
  }
}
