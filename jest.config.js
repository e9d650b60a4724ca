/**
 * Specs are in src/__tests__ and mirror src/. swc strips the types (`npm run check:types` checks them), because
 * ts-jest refuses verbatimModuleSyntax.
 */
const esm = [
  '@jupyter',
  '@jupyterlab',
  '@lumino',
  '@microsoft',
  '@codemirror',
  '@lezer',
  '@marijn',
  '@rjsf',
  'color.*',
  'd3-.*',
  'delaunator',
  'exenv-es6',
  'lib0',
  'marked',
  'nanoid',
  'robust-predicates',
  'style-mod',
  'vscode-ws-jsonrpc',
  'y-.*',
  'yjs'
].join('|');

module.exports = {
  testEnvironment: '<rootDir>/scripts/jsdom-with-fetch.js',
  roots: ['<rootDir>/src/__tests__'],
  testRegex: '\\.spec\\.tsx?$',
  modulePathIgnorePatterns: [
    '<rootDir>/lib/',
    '<rootDir>/jupyterlab_remote_ide/',
    '<rootDir>/\\..*/'
  ],
  setupFilesAfterEnv: ['<rootDir>/src/__tests__/setup.ts'],
  transform: {
    '^.+\\.(t|j|mj)sx?$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', tsx: true },
          target: 'es2022',
          transform: { react: { runtime: 'classic' } }
        },
        module: { type: 'commonjs' }
      }
    ]
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esm})/)`],
  moduleNameMapper: {
    '\\.(css|svg)$': '<rootDir>/src/__tests__/asset.ts'
  },
  collectCoverageFrom: ['src/**/*.{ts,tsx}', '!src/__tests__/**'],
  coverageReporters: ['text-summary', 'lcov'],
  restoreMocks: true
};
