// @ts-check
// Who may import whom in src/, as lint rules: the arrows of docs/developers/architecture.md.
//
//   core/{result,decode} <- contract.ts <- types.ts <- model.ts <- section.tsx <- plugin.ts <- index.ts
//   core/{client,watch,resource} <- model.ts            ui/* <- section.tsx
//
// A later block replaces the rule of an earlier one for the same file, so each block holds its whole list.

const FEATURES = 'apitokens|connect|ports|apps|session|software';

/** @param {string} regex @param {string} message */
const no = (regex, message) => ({ regex, message });

const OTHER_FEATURE = no(
  `^(\\.\\./)+(${FEATURES})/`,
  'Nothing of another feature may be imported; features meet through contract.ts and tokens.ts.'
);
const NOT_CLIENT = no(
  '/core/(client|watch)$',
  'Only a model talks to the server.'
);
const NOT_PLUGIN = no(
  '/plugin$',
  'plugin.ts is wiring: only src/index.ts imports it.'
);
const NOT_REACT = no(
  '^react(-dom)?(/|$)|^@jupyterlab/ui-components|/ui/|/section$',
  'A view reads the model, never the other way round.'
);

/**
 * @param {string[]} files
 * @param {{regex: string, message: string}[]} patterns
 * @param {string[]} [ignores]
 */
const layer = (files, patterns, ignores = []) => ({
  files,
  ignores,
  rules: {
    '@typescript-eslint/no-restricted-imports':
      /** @type {const} */
      (['error', { patterns }])
  }
});

/** @param {string} name @param {string} message */
const restrictedGlobal = (name, message) => ({ name, message });
/** @param {string} name @param {string} message */
const restrictedMember = (name, message) => ({
  selector: `MemberExpression[property.name="${name}"]:not([object.type="ThisExpression"])`,
  message
});

const ASK_CLIENT = 'Only core/client.ts sends requests.';
const ASK_WATCH = 'Only core/watch.ts opens a socket.';
const CLIENT_GLOBALS = ['fetch', 'XMLHttpRequest'].map(name =>
  restrictedGlobal(name, ASK_CLIENT)
);
const WATCH_GLOBALS = ['WebSocket', 'EventSource'].map(name =>
  restrictedGlobal(name, ASK_WATCH)
);
const CLIENT_MEMBERS = [restrictedMember('makeRequest', ASK_CLIENT)];
const WATCH_MEMBERS = [restrictedMember('WebSocket', ASK_WATCH)];

/**
 * @param {string[]} files
 * @param {string[]} ignores
 * @param {{name: string, message: string}[]} globals
 * @param {{selector: string, message: string}[]} members
 */
const channels = (files, ignores, globals, members) => ({
  files,
  ignores,
  rules: {
    'no-restricted-globals': /** @type {const} */ (['error', ...globals]),
    'no-restricted-syntax': /** @type {const} */ (['error', ...members])
  }
});

export const layers = [
  layer(
    ['src/core/**/*.{ts,tsx}'],
    [no('^\\.\\.', 'core/ knows no feature and no view.')]
  ),
  layer(
    ['src/core/result.ts', 'src/core/decode.ts'],
    [
      no(
        '^(?!\\./(result|decode)$)',
        'core/result.ts and core/decode.ts are pure: they import only each other.'
      )
    ]
  ),
  layer(
    ['src/contract.ts'],
    [
      no(
        '^(?!\\./core/result$)',
        'contract.ts is data: types alone, and of core/result.'
      )
    ]
  ),
  layer(
    ['src/ui/**/*.{ts,tsx}'],
    [no(`/(${FEATURES})/`, 'ui/ knows no feature.'), NOT_CLIENT]
  ),
  layer(
    ['src/pages/**/*.ts'],
    [
      no(
        '^react|^@lumino/(?!signaling$|disposable$)|/(client|plugin|section|model|commands)$|^\\.\\./(apitokens|connect|ports|session|software)/',
        'The pages have no JupyterLab and little weight: core/ without the client, words, and what is pure of the apps.'
      ),
      {
        regex: '^@jupyterlab/',
        message: 'The pages have no JupyterLab: its types alone.',
        allowTypeImports: true
      }
    ]
  ),
  layer(
    ['src/tokens.ts'],
    [
      no(
        `^\\./(${FEATURES}|ui)/`,
        'tokens.ts holds interfaces, and stands whichever features there are.'
      )
    ]
  ),
  layer(
    ['src/index.ts'],
    [
      no(
        `^\\./(?!(${FEATURES}|ui)/plugin$|tokens$)`,
        'index.ts is the array of plugins and what others may import, nothing else.'
      )
    ]
  ),
  layer([`src/{${FEATURES.replaceAll('|', ',')}}/**/*.ts`], [OTHER_FEATURE]),
  layer(
    [`src/{${FEATURES.replaceAll('|', ',')}}/**/*.tsx`],
    [OTHER_FEATURE, NOT_CLIENT, NOT_PLUGIN]
  ),
  layer(
    [`src/{${FEATURES.replaceAll('|', ',')}}/model.ts`],
    [
      OTHER_FEATURE,
      NOT_PLUGIN,
      NOT_REACT,
      no(
        '^@jupyterlab/(?!coreutils$|services$|statedb$)|^@lumino/(?!signaling$|disposable$|coreutils$|polling$)',
        'A model is state: Lumino signals, no widgets.'
      )
    ]
  ),
  layer(
    [`src/{${FEATURES.replaceAll('|', ',')}}/types.ts`],
    [
      no(
        '^(?!\\.\\./(core/(result|decode)|contract)$)',
        'types.ts is pure: contract.ts, core/result and core/decode, nothing else.'
      )
    ]
  ),
  layer(
    ['src/connect/clients/**/*.ts'],
    [
      no(
        '^(?!(\\./[a-z]+|\\.\\./types|\\.\\./\\.\\./(core/(result|decode)|contract))$)',
        'A recipe is pure data: types.ts, contract.ts, core/result and core/decode, nothing else.'
      )
    ]
  ),
  channels(
    ['src/**/*.{ts,tsx}'],
    [
      'src/__tests__/**',
      'src/core/client.ts',
      'src/core/watch.ts',
      'src/pages/server.ts' // the same two for a page without JupyterLab
    ],
    [...CLIENT_GLOBALS, ...WATCH_GLOBALS],
    [...CLIENT_MEMBERS, ...WATCH_MEMBERS]
  ),
  channels(['src/core/client.ts'], [], WATCH_GLOBALS, WATCH_MEMBERS),
  channels(['src/core/watch.ts'], [], CLIENT_GLOBALS, CLIENT_MEMBERS)
];
