/** The result of `check`; a UserError that it throws ends Nx with its message. */
export function orRefuse<Result>(check: () => Result): Result {
  try {
    return check();
  } catch (error) {
    return refuse(error);
  }
}

/** Ends Nx with the message of a UserError; throws any other error. */
export function refuse(error: unknown): never {
  if ((error as Error).name !== 'UserError') throw error;
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
}
