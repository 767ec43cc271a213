import { fileFault } from '@nhat/artifacts';

/** What a node that failed says: a mistake of the user in one line, a fault of the program with its stack. */
export function failureText(node: string, error: unknown): string {
  const path = (error as NodeJS.ErrnoException).path ?? node;
  const { name, message, stack } = fileFault(path, error);
  return name === 'UserError' ? message : `${node}: ${stack}`;
}
