'use strict';
// Nx loads CommonJS; the plugin is TypeScript.
module.exports = require('./load.cjs').load('libs/nx-plugin/src/plugin.ts');
