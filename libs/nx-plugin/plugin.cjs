'use strict';
// Nx loads CommonJS; the plugin is TypeScript.
const { failureText, loadWithDigest, trustBundle } = require('../../tools/load.cjs');

const ENTRY = 'libs/nx-plugin/src/plugin.ts';

require('../../tools/closed-pipe.cjs').install();

/** The plugin as its sources are now. It keeps what it planned under the digest of its code. */
function load() {
  try {
    trustBundle('libs/runner/src/main.ts');
    const { exports, digest } = loadWithDigest(ENTRY);
    exports.setCode(digest);
    return exports;
  } catch (error) {
    // Nx prints the stack of whatever a plugin throws.
    const text = failureText(error);
    throw Object.assign(new Error(text), { stack: text });
  }
}

let plugin = load();
let isFirst = true;

/** The daemon makes many graphs in one process, while the sources of the plugin may change. */
function createNodesOfNow(...args) {
  if (!isFirst) plugin = load();
  isFirst = false;
  return plugin.createNodesV2[1](...args);
}

const [pattern] = plugin.createNodesV2;
module.exports = {
  ...plugin,
  createNodes: [pattern, createNodesOfNow],
  createNodesV2: [pattern, createNodesOfNow],
  createDependencies: (...args) => plugin.createDependencies(...args),
};
