// @ts-check
// Who may import whom in src/: the arrows of docs/developers/architecture.md, for dependency-cruiser.
//
//   core/{result,decode} <- contract.ts <- types.ts <- model.ts <- section.tsx <- plugin.ts <- index.ts
//   core/{client,watch,resource,livelist} <- model.ts            ui/* <- section.tsx
//
// An import of types counts like any other. Paths are those of the files, whatever an import writes.

const FEATURE = '(apitokens|connect|ports|apps|session|software)';
const TYPES = `^src/${FEATURE}/types[.]ts$`;
const CONTRACT = '^src/contract[.]ts$';
const CLIENT = '^src/core/(client|outsider|watch)[.]ts$';
const PURE = '^src/core/(result|decode)[.]ts$';
const PLUGIN = '/plugin[.]ts$';

/**
 * @param {string} name
 * @param {string} comment
 * @param {object} from
 * @param {object} to
 * @returns {import('dependency-cruiser').IForbiddenRuleType}
 */
const no = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from,
  to
});

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    no(
      'core-knows-nobody',
      'core/ knows no feature and no view.',
      { path: '^src/core/' },
      { path: '^src/', pathNot: '^src/core/' }
    ),
    no(
      'core-is-pure',
      'core/result.ts and core/decode.ts import only each other.',
      { path: PURE },
      { pathNot: PURE }
    ),
    no(
      'types-are-pure',
      'types.ts imports contract.ts, core/result and core/decode, nothing else.',
      { path: TYPES },
      { pathNot: [CONTRACT, PURE] }
    ),
    no(
      'contract-is-data',
      'contract.ts is data: types alone, and of core/result.',
      { path: CONTRACT },
      { pathNot: '^src/core/result[.]ts$' }
    ),
    no(
      'recipes-are-pure',
      'A recipe is data: types.ts, contract.ts, core/result and core/decode, nothing else.',
      { path: '^src/connect/clients/' },
      { pathNot: ['^src/connect/(clients/|types[.]ts$)', CONTRACT, PURE] }
    ),
    no(
      'features-meet-in-tokens',
      'Nothing of another feature may be imported; features meet through contract.ts and tokens.ts.',
      { path: `^src/${FEATURE}/` },
      { path: `^src/${FEATURE}/`, pathNot: '^src/$1/' }
    ),
    no(
      'ui-knows-no-feature',
      'ui/ and tokens.ts stand whichever features there are.',
      { path: '^src/(ui/|tokens[.]ts$)' },
      { path: `^src/${FEATURE}/` }
    ),
    no(
      'tokens-hold-interfaces',
      'tokens.ts has nothing to show.',
      { path: '^src/tokens[.]ts$' },
      { path: '^src/ui/' }
    ),
    no(
      'only-models-ask',
      'Only a model talks to the server.',
      { path: '^src/ui/|[.]tsx$' },
      { path: CLIENT }
    ),
    no(
      'models-show-nothing',
      'A view reads the model, never the other way round.',
      { path: '/model[.]ts$' },
      {
        path: '^src/ui/|/section[.]tsx$|node_modules/(react|react-dom|@jupyterlab/ui-components)/'
      }
    ),
    no(
      'models-are-state',
      'A model is state: Lumino signals, no widgets.',
      { path: '/model[.]ts$' },
      {
        path: 'node_modules/@(jupyterlab|lumino)/',
        pathNot:
          'node_modules/(@jupyterlab/(coreutils|services|statedb)|@lumino/(signaling|disposable|coreutils))/'
      }
    ),
    no(
      'plugins-are-wiring',
      'plugin.ts is wiring: only src/index.ts imports it.',
      { pathNot: '^src/index[.]ts$' },
      { path: PLUGIN }
    ),
    no(
      'pages-are-light',
      'A page of ours outside of JupyterLab has core/, the words, and what is pure of the apps.',
      { path: '^src/pages/' },
      {
        path: '^src/|node_modules/@(jupyterlab|lumino)/',
        pathNot: [
          '^src/(pages|core)/',
          CONTRACT,
          `^src/${FEATURE}/(types[.]ts|words[./])`,
          '^src/apps/(remedies|logreader)[.]ts$',
          '^src/ui/sentences[.]ts$',
          'node_modules/@lumino/(signaling|disposable)/',
          'node_modules/@jupyterlab/translation/' // for the type of its words
        ]
      }
    ),
    no(
      'pages-ask-by-one-file',
      'src/pages/server.ts brings the way to the server.',
      { path: '^src/pages/', pathNot: '/server[.]ts$' },
      { path: '^src/core/(client|watch|reply)[.]ts$' }
    ),
    no(
      'pages-are-apart',
      'What JupyterLab loads holds no page of ours outside of it.',
      { pathNot: '^src/pages/' },
      { path: '^src/pages/' }
    ),
    no(
      'index-is-the-list',
      'index.ts is the array of plugins, and what other extensions import.',
      { path: '^src/index[.]ts$' },
      { path: '^src/', pathNot: [PLUGIN, '^src/tokens[.]ts$'] }
    ),
    no(
      'no-circle',
      'Two files that need each other are one.',
      {},
      { circular: true }
    ),
    no(
      'nothing-missing',
      'There is no such file or package.',
      {},
      { couldNotResolve: true }
    ),
    no(
      'shipped',
      'What runs in the browser is a dependency, not a tool of development.',
      {},
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'core'] }
    ),
    no(
      'nobody-needs-it',
      'A file that no bundle holds is dead.',
      { path: '^src/(pages/)?index[.]ts$' },
      {
        path: '^src/',
        pathNot: ['[.]d[.]ts$', '^src/(pages/)?index[.]ts$'],
        reachable: false
      }
    )
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    exclude: { path: '^src/__tests__/' },
    doNotFollow: { path: 'node_modules' }
  }
};
