import type { IInstructions } from '../types';
import { plainUrl, untested } from './pieces';

/** JupyterLab Desktop, a browser window for one server; a token of ours opens no pages. */
const desktop: IInstructions = {
  icon: 'ui-components:jupyter',
  needs: () => null,
  pieces: ({ address }) => [
    plainUrl(trans => trans.__('address of JupyterLab'), `${address}lab`)
  ],
  steps: (trans, { isHub }) => [
    trans.__('On the start page of JupyterLab Desktop press “Connect...”.'),
    trans.__('Paste the address and press Enter.'),
    isHub
      ? trans.__('Log in to the hub in that window.')
      : trans.__('It asks once for this server’s token or password.')
  ],
  notes: trans => [
    trans.__(
      'It shows this JupyterLab in a window of its own: notebooks and files stay on the server.'
    ),
    untested(trans)
  ],
  caveats: () => [],
  help: () => []
};

export default desktop;
