/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';

// Packages published as ES modules only; Jest runs CommonJS, so these are transformed too.
const esModules = ['d3-[a-z-]+', 'vega[a-z-]*', 'internmap', 'delaunator', 'robust-predicates'];

const config: Config = {
  testEnvironment: 'node',
  roots: ['<rootDir>/libs'],
  testMatch: ['**/*.spec.ts'],
  moduleNameMapper: {
    '^vega-canvas$': '<rootDir>/node_modules/vega-canvas/build/vega-canvas.browser.js',
    '^@nhat/([^/]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^@nhat/([^/]+)/(.+)$': '<rootDir>/libs/$1/src/$2.ts',
  },
  transform: {
    '\\.[cm]?[jt]s$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'commonjs' },
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esModules.join('|')})/)`],
  maxWorkers: '100%',
  testTimeout: 60_000,
};

export default config;
