import type { IInstructions, IPiece } from '../types';
import { loopbackCaveat, urlPiece } from './jupyterurl';

/** PyCharm has a field for the URL and one for the token, and keeps both in the project. */
const apart = (address: string): IPiece[] => [
  {
    kind: 'url',
    label: trans => trans.__('URL without the token'),
    isSecret: false,
    text: () => address
  },
  {
    kind: 'token',
    label: trans => trans.__('token'),
    isSecret: true,
    text: secret => secret
  },
  {
    kind: 'file',
    label: trans =>
      trans.__(
        'PyCharm keeps the token readable in your project. Add this line to .gitignore:'
      ),
    isSecret: false,
    text: () => '.idea/jupyter-settings.xml'
  }
];

/** PyCharm Pro, IntelliJ and DataSpell, as their documentation says; nobody tried the program itself. */
const pycharm: IInstructions = {
  icon: 'ui-components:python',
  needs: () => null,
  pieces: facts => [
    urlPiece(facts),
    ...(facts.wantsToken ? apart(facts.address) : [])
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
  caveats: (trans, facts) => [
    trans.__('From JetBrains’ manual; not tested with the program itself.'),
    ...(facts.isHub && !facts.isTokenInUrl
      ? [
          trans.__(
            'If kernels do not start: your hub may refuse tokens in URLs. Add “c.HubOAuth.allow_token_in_url = True” to ~/.jupyter/jupyter_server_config.py and restart the server.'
          )
        ]
      : []),
    ...loopbackCaveat(trans, facts)
  ]
};

export default pycharm;
