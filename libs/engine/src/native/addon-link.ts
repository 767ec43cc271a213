import path from 'node:path';

/** The file where tfjs-node-gpu looks for its addon; `prepare` puts a link to the prepared one there. */
export const addonLink = (): string =>
  path.join(
    path.dirname(require.resolve('@tensorflow/tfjs-node-gpu/package.json')),
    'lib/napi-v8/tfjs_binding.node',
  );
