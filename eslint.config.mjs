// @ts-check
// The rules of the house. The arrows of docs/developers/architecture.md are written in scripts/layers.mjs.
import jupyter from '@jupyter/eslint-plugin';
import prettier from 'eslint-config-prettier';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

import { layers } from './scripts/layers.mjs';

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
    'jupyterlab_remote_ide/**'
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
  ...layers,
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
