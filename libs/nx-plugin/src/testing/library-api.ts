import { join } from 'node:path';
import ts from 'typescript';

const root = join(__dirname, '../../../..');
const printer = ts.createPrinter({ removeComments: true });
const FULL = ts.TypeFormatFlags.NoTruncation;

/** The exports of the index of each library as the type checker sees them. */
export function libraryExports(libraries: readonly string[]) {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.base.json'), ts.sys.readFile.bind(ts));
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [] }, ts.sys, root);
  const index = (library: string) => join(root, 'libs', library, 'src/index.ts');
  const program = ts.createProgram(libraries.map(index), { ...options, types: ['node'] });
  const checker = program.getTypeChecker();
  const exportsOf = (library: string): ts.Symbol[] => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(index(library))!)!;
    return checker.getExportsOfModule(module).map((symbol) => originOf(checker, symbol));
  };
  return { checker, exportsOf };
}

const originOf = (checker: ts.TypeChecker, exported: ts.Symbol): ts.Symbol =>
  (exported.flags & ts.SymbolFlags.Alias) === 0 ? exported : checker.getAliasedSymbol(exported);

/** What the index of each library exports, an entry an export, sorted by name: declarations without bodies and comments. */
export function libraryApis(libraries: readonly string[]): Record<string, string> {
  const { checker, exportsOf } = libraryExports(libraries);
  return Object.fromEntries(
    libraries.map((library) => {
      const entries = exportsOf(library).map((symbol) => entryOf(checker, symbol));
      return [library, `${entries.sort().join('\n')}\n`];
    }),
  );
}

function entryOf(checker: ts.TypeChecker, symbol: ts.Symbol): string {
  const [declaration] = symbol.declarations!;
  if (ts.isInterfaceDeclaration(declaration!) || ts.isTypeAliasDeclaration(declaration!)) {
    const text = printer.printNode(
      ts.EmitHint.Unspecified,
      declaration,
      declaration.getSourceFile(),
    );
    return `${symbol.name}: ${text.replace(/^export /, '')}`;
  }
  if (ts.isClassDeclaration(declaration!)) {
    const members = checker.getDeclaredTypeOfSymbol(symbol).getProperties();
    return `${symbol.name}: class { ${members.map((one) => one.name).join('; ')} }`;
  }
  const type = checker.getTypeOfSymbolAtLocation(symbol, declaration!);
  // A type that the file does not import is named by its path, which is another on each machine.
  const text = checker.typeToString(type, declaration, FULL).replaceAll(`${root}/`, '');
  return `${symbol.name}: ${text}`;
}
