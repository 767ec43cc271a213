const DECLARED = /\b(?:const|let|var|function|class|interface|type|enum)\s+(\w+)/g;
const DESTRUCTURED = /\b(?:const|let|var)\s*[{[]([^=]*?)[}\]]\s*=/g;
const IMPORTED = /^import (?:type )?\{([^}]*)\}/gm;
const IMPORTED_WHOLE = /^import (?:\* as )?(\w+) from/gm;

/** The names that a TypeScript file imports or declares, at any depth, each as often as it does; parameters are left out. */
export function boundNames(text: string): string[] {
  const code = text.replace(/\/\*.*?\*\/|\/\/[^\n]*/gs, '');
  const single = [DECLARED, IMPORTED_WHOLE].flatMap((pattern) =>
    [...code.matchAll(pattern)].map(([, name]) => name!),
  );
  const listed = [DESTRUCTURED, IMPORTED].flatMap((pattern) =>
    [...code.matchAll(pattern)].flatMap(([, list]) => list!.split(',').map(boundBy)),
  );
  return [...single, ...listed].filter((name) => name !== '');
}

/** `b` of `a as b`, `a: b`, `type b` and `...b`. */
const boundBy = (entry: string): string => /(\w+)\s*$/.exec(entry)?.[1] ?? '';
