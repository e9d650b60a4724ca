// @ts-check
// Proves that the arrows of scripts/layers.mjs are really drawn: every line below names a file, something it writes,
// and whether lint must refuse it.
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

import { layers } from './layers.mjs';

/** @type {[file: string, code: string, allowed: boolean][]} */
const cases = [
  ['src/ports/types.ts', `import { array } from '../core/decode';`, true],
  ['src/ports/types.ts', `import type { IApp } from '../contract';`, true],
  ['src/ports/types.ts', `import type { IApp } from '../apps/types';`, false],
  ['src/ports/types.ts', `import { Signal } from '@lumino/signaling';`, false],
  [
    'src/ports/types.ts',
    `import type { Client } from '../core/client';`,
    false
  ],
  ['src/ports/types.ts', `import { PortsModel } from './model';`, false],
  ['src/ports/model.ts', `import { Resource } from '../core/resource';`, true],
  ['src/ports/model.ts', `import { Signal } from '@lumino/signaling';`, true],
  ['src/ports/model.ts', `import * as React from 'react';`, false],
  ['src/ports/model.ts', `import { Widget } from '@lumino/widgets';`, false],
  ['src/ports/model.ts', `import { say } from '../ui/messages';`, false],
  ['src/ports/model.ts', `import { AppsModel } from '../apps/model';`, false],
  ['src/ports/model.ts', `import { Section } from './section';`, false],
  ['src/ports/model.ts', `void fetch('api');`, false],
  ['src/ports/model.ts', `new WebSocket('ws://x');`, false],
  [
    'src/ports/model.ts',
    `void ServerConnection.makeRequest('x', {}, s);`,
    false
  ],
  ['src/ports/section.tsx', `import type { PortsModel } from './model';`, true],
  ['src/ports/section.tsx', `import { useModel } from '../ui/hooks';`, true],
  [
    'src/ports/section.tsx',
    `import type { Client } from '../core/client';`,
    false
  ],
  ['src/ports/section.tsx', `import { plugin } from './plugin';`, false],
  [
    'src/ports/section.tsx',
    `import { Card } from '../connect/section';`,
    false
  ],
  ['src/ports/section.tsx', `import type { IApp } from '../contract';`, true],
  [
    'src/ports/section.tsx',
    `import type { IApp } from '../apps/types';`,
    false
  ],
  ['src/ports/plugin.ts', `import { PortsModel } from './model';`, true],
  ['src/ports/plugin.ts', `import { IRemoteIDE } from '../tokens';`, true],
  ['src/ports/plugin.ts', `import { AppsModel } from '../apps/model';`, false],
  [
    'src/connect/clients/vscode.ts',
    `import type { IRecipe } from '../types';`,
    true
  ],
  ['src/connect/clients/vscode.ts', `import { Model } from '../model';`, false],
  ['src/ui/panel.tsx', `import * as React from 'react';`, true],
  ['src/ui/panel.tsx', `import { PortsModel } from '../ports/model';`, false],
  ['src/ui/panel.tsx', `import { Client } from '../core/client';`, false],
  [
    'src/core/client.ts',
    `void ServerConnection.makeRequest('x', {}, s);`,
    true
  ],
  ['src/core/client.ts', `new s.WebSocket('ws://x');`, false],
  ['src/core/watch.ts', `new s.WebSocket('ws://x');`, true],
  ['src/core/watch.ts', `void fetch('api');`, false],
  [
    'src/core/resource.ts',
    `import type { IPort } from '../ports/types';`,
    false
  ],
  ['src/core/decode.ts', `import { Signal } from '@lumino/signaling';`, false],
  ['src/tokens.ts', `import type { IApp } from './contract';`, true],
  ['src/tokens.ts', `import type { IApp } from './apps/types';`, false],
  ['src/contract.ts', `import type { IApp } from './apps/types';`, false],
  ['src/ui/messages.ts', `import { words } from '../apps/words';`, false],
  ['src/ui/messages.ts', `import type { IWords } from '../tokens';`, true],
  ['src/pages/start.ts', `import { LiveList } from '../core/livelist';`, true],
  ['src/pages/start.ts', `import { stateWord } from '../apps/words';`, true],
  [
    'src/pages/start.ts',
    `import type { TranslationBundle } from '@jupyterlab/translation';`,
    true
  ],
  [
    'src/pages/start.ts',
    `import { URLExt } from '@jupyterlab/coreutils';`,
    false
  ],
  ['src/pages/start.ts', `import { Client } from '../core/client';`, false],
  ['src/pages/start.ts', `import { AppsModel } from '../apps/model';`, false],
  ['src/pages/start.ts', `import { portWord } from '../ports/words';`, false],
  ['src/pages/start.ts', `void fetch('api');`, false],
  ['src/pages/server.ts', `void fetch('api');`, true],
  ['src/tokens.ts', `import type { AppsModel } from './apps/model';`, false],
  ['src/index.ts', `import { apps } from './apps/plugin';`, true],
  ['src/index.ts', `export * from './tokens';`, true],
  ['src/index.ts', `import { AppsModel } from './apps/model';`, false]
];

const eslint = new ESLint({
  overrideConfigFile: true,
  overrideConfig: [
    {
      files: ['**/*.{ts,tsx}'],
      languageOptions: { parser: tseslint.parser },
      plugins: { '@typescript-eslint': tseslint.plugin }
    },
    ...layers
  ]
});

const wrong = [];
for (const [file, code, allowed] of cases) {
  const [result] = await eslint.lintText(code, { filePath: file });
  if ((result?.messages.length === 0) !== allowed) {
    wrong.push(
      `${file}: ${code}\n  should be ${allowed ? 'allowed' : 'refused'}, lint said: ` +
        JSON.stringify(result?.messages.map(({ message }) => message))
    );
  }
}
console.log(
  wrong.join('\n') || `The layer rules hold (${cases.length} cases).`
);
process.exitCode = wrong.length ? 1 : 0;
