import { type IRecipe, isLoopback } from '../types';

/** PyCharm Pro, IntelliJ and DataSpell, as their documentation says; nobody tried the program itself. */
export const pycharm: IRecipe = {
  id: 'pycharm',
  name: 'PyCharm',
  copyLabel: trans => trans.__('Copy PyCharm connection URL'),
  install: null,
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
  caveats: (trans, { address, isHub, isTokenInUrl }) => [
    trans.__('From JetBrains’ manual; not tested with the program itself.'),
    ...(isHub && !isTokenInUrl
      ? [
          trans.__(
            'If kernels do not start: your hub may refuse tokens in URLs. Add “c.HubOAuth.allow_token_in_url = True” to ~/.jupyter/jupyter_server_config.py and restart the server.'
          )
        ]
      : []),
    ...(isLoopback(address)
      ? [
          trans.__(
            'This URL works on the computer that this browser runs on. If you came through a tunnel, keep it open.'
          )
        ]
      : [])
  ],
  isSplit: true,
  lineToCopy: trans => ({
    text: trans.__(
      'PyCharm keeps the token readable in your project. Add this line to .gitignore:'
    ),
    line: '.idea/jupyter-settings.xml'
  })
};
