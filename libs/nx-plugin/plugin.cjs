'use strict';
// Nx loads CommonJS; the plugin is TypeScript.
const { load, vouchFor } = require('./load.cjs');

require('./closed-pipe.cjs').install();
vouchFor('libs/stages/src/runner/main.ts');
module.exports = load('libs/nx-plugin/src/plugin.ts');
