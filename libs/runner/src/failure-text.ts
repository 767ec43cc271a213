import { fileFault } from '@nhat/artifacts';

/** The message of a failed node: one line for a mistake of the user, the stack for a fault of the program. */
export function failureText(node: string, error: unknown): string {
  const path = (error as NodeJS.ErrnoException).path ?? node;
  const { name, message, stack } = fileFault(path, error);
  return name === 'UserError' ? message : `${node}: ${stack}`;
}
