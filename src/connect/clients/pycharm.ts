import type { IFacts, IInstructions, IPiece } from '../types';
import { loopbackNote, urlPiece } from './jupyterurl';
import { plainUrl, refusesUrls } from './pieces';

/** PyCharm has a field for the URL and one for the token, and keeps both in the project. */
const apart = ({ address }: IFacts): IPiece[] => [
  plainUrl(trans => trans.__('URL without the token'), address),
  {
    kind: 'token',
    label: trans => trans.__('token'),
    isSecret: true,
    text: secret => secret
  }
];

/** What a site's manual shows; the hub's own password is none of it. */
const withName = (hubAddress: string, user: string): IPiece[] => [
  {
    kind: 'field',
    when: trans =>
      trans.__(
        'If it asks for a user name (from a site’s manual, not tested with the program):'
      ),
    label: trans => trans.__('URL of the hub'),
    isSecret: false,
    text: () => hubAddress
  },
  {
    kind: 'field',
    label: trans => trans.__('user name'),
    isSecret: false,
    text: () => user
  },
  {
    kind: 'field',
    label: trans => trans.__('token as password'),
    isSecret: true,
    text: secret => secret
  }
];

const kept: IPiece = {
  kind: 'file',
  label: trans =>
    trans.__(
      'PyCharm keeps the token readable in your project. Add this line to .gitignore:'
    ),
  isSecret: false,
  text: () => '.idea/jupyter-settings.xml'
};

const verify: IPiece = {
  kind: 'command',
  label: trans =>
    trans.__(
      'To see that it works, run this in a cell: it prints a folder of the server.'
    ),
  isSecret: false,
  text: () => '!pwd'
};

/** PyCharm Pro, IntelliJ and DataSpell, as their documentation says; nobody tried the program itself. */
const pycharm: IInstructions = {
  icon: 'remote-ide:pycharm',
  needs: () => null,
  instead: facts => (refusesUrls(facts) ? 'bridge' : null),
  pieces: facts => [
    urlPiece(facts),
    ...(facts.wantsToken
      ? [
          ...apart(facts),
          ...(facts.hubAddress === null
            ? []
            : withName(facts.hubAddress, facts.user)),
          kept
        ]
      : []),
    verify
  ],
  steps: trans => [
    trans.__(
      'In PyCharm Pro choose “Tools | Add Jupyter Connection...”, then “+”.'
    ),
    trans.__(
      'Choose “External Server” and paste the URL, or the URL and the token apart.'
    ),
    trans.__('Test the connection and press OK.'),
    trans.__('Choose this server in the notebook’s toolbar.')
  ],
  notes: (trans, facts) => [
    trans.__('From JetBrains’ manual; not tested with the program itself.'),
    ...loopbackNote(trans, facts)
  ],
  caveats: (trans, facts) =>
    refusesUrls(facts)
      ? [
          trans.__(
            'Your hub takes no token from a URL. If kernels do not start, see Help.'
          )
        ]
      : [],
  help: (trans, facts) => [
    trans.__(
      'In 2024 versions it is “Tools | Add Jupyter Connection”, “Connect to Jupyter server using URL”; in older ones “Settings | Languages & Frameworks | Jupyter | Jupyter Servers”, “Configured server”. DataSpell has “Add Jupyter Connection” in its Workspace window.'
    ),
    trans.__(
      'PyCharm keeps the URL with its token readable in the project, in .idea/jupyter-settings.xml. Do not commit that file.'
    ),
    ...(refusesUrls(facts)
      ? [
          trans.__(
            'Your hub takes no token from a URL. If kernels do not start in PyCharm, add “c.HubOAuth.allow_token_in_url = True” to ~/.jupyter/jupyter_server_config.py on the server and restart it.'
          )
        ]
      : [])
  ]
};

export default pycharm;
