// @ts-check
// The rules of the house. Who may import whom is written in scripts/arrows.mjs.
import jupyter from '@jupyter/eslint-plugin';
import prettier from 'eslint-config-prettier';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** The plugin's own blocks, every warning an error. */
const jupyterRules = jupyter.configs.recommended.map(block => ({
  ...block,
  rules: Object.fromEntries(
    Object.entries(block.rules ?? {}).map(([name, level]) => [
      name,
      level === 'warn' ? 'error' : level
    ])
  )
}));

/** Who alone speaks to the server, and by what. */
const CHANNELS = [
  {
    file: 'src/core/{client,outsider}.ts',
    globals: ['fetch', 'XMLHttpRequest'],
    member: 'makeRequest',
    message:
      'Only core/client.ts sends requests, and core/outsider.ts without the page’s login.'
  },
  {
    file: 'src/core/watch.ts',
    globals: ['WebSocket', 'EventSource'],
    member: 'WebSocket',
    message: 'Only core/watch.ts opens a socket.'
  }
];

/** @param {string[]} files @param {typeof CHANNELS} channels */
const without = (files, channels) => ({
  files,
  ignores: ['src/__tests__/**'],
  /** @type {import('eslint').Linter.RulesRecord} */
  rules: {
    'no-restricted-globals': [
      channels.length > 0 ? 'error' : 'off',
      ...channels.flatMap(({ globals, message }) =>
        globals.map(name => ({ name, message }))
      )
    ],
    'no-restricted-syntax': [
      channels.length > 0 ? 'error' : 'off',
      ...channels.map(({ member, message }) => ({
        selector: `MemberExpression[property.name="${member}"]:not([object.type="ThisExpression"])`,
        message
      }))
    ]
  }
});

export default defineConfig(
  globalIgnores([
    '**/node_modules',
    '**/lib',
    '**/dist',
    '**/coverage',
    '**/test-results',
    '**/playwright-report',
    '**/.*',
    '**/.*/**',
    'jupyterlab_remote_ide/**',
    'src/__tests__/contract/**' // types alone, of which some are generated when they are checked
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  { plugins: { jupyter } },
  ...jupyterRules,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.test.json'],
        tsconfigRootDir: import.meta.dirname
      }
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports' }
      ],
      '@typescript-eslint/naming-convention': [
        'error',
        {
          selector: 'interface',
          format: ['PascalCase'],
          custom: { regex: '^I[A-Z]', match: true }
        }
      ],
      '@typescript-eslint/no-empty-object-type': [
        'error',
        { allowInterfaces: 'with-single-extends' }
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true }
      ],
      // Lumino connects a method and its `this` apart, and needs namespaces beside classes.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-namespace': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error'
    }
  },
  without(['src/**/*.{ts,tsx}'], CHANNELS),
  // Pages without JupyterLab are given the way to the server there.
  without(['src/pages/server.ts'], []),
  // The same as a frame asks for, as it asks: with cookies alone.
  without(
    ['src/apps/arrival.ts'],
    CHANNELS.filter(({ file }) => file !== 'src/core/client.ts')
  ),
  ...CHANNELS.map(own =>
    without(
      [own.file],
      CHANNELS.filter(channel => channel !== own)
    )
  ),
  {
    // Specs speak to fakes, and say `!` where a miss is a failed test anyway.
    files: ['src/__tests__/**', 'ui-tests/**/*.ts', 'tests/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/require-await': 'off',
      'jupyter/require-disposable-ownership': 'off',
      'jupyter/require-signal-cleanup': 'off',
      'jupyter/no-untranslated-string': 'off',
      'no-console': 'off'
    }
  },
  prettier
);
