import { nxCopies } from '../nx-copies';

/** Prints where Nx has its cache for the checkouts of a repository, and whether a result of a node is found, as the user of HOME. */
export function main([root, node, key]: string[]): void {
  const { sharedDataDirectory } =
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- As the code under test has it.
    require('nx/src/utils/cache-directory') as {
      sharedDataDirectory(root: string, kind: 'cache'): string;
    };
  const found = nxCopies(root!).find(node!, key!);
  process.stdout.write(
    JSON.stringify({ shared: sharedDataDirectory(root!, 'cache'), found: found?.actionKey }),
  );
}
