import type { IInstructions } from '../types';
import { urlPiece } from './jupyterurl';
import { link } from './pieces';

/** VS Code with the extension ms-toolsai.jupyter-hub, which looks its server up at the hub. */
const vscodeHub: IInstructions = {
  icon: 'remote-ide:vscode',
  access: 'list',
  needs: () => null,
  pieces: facts => [
    urlPiece(facts),
    link(
      trans => trans.__('Install the JupyterHub extension'),
      'vscode:extension/ms-toolsai.jupyter-hub'
    )
  ],
  steps: trans => [
    trans.__(
      'Open a notebook in VS Code and press “Select Kernel”, top right.'
    ),
    trans.__(
      'Choose “Select Another Kernel...” if it is shown, then “Existing JupyterHub Server...”.'
    ),
    trans.__(
      'URL, user name and token are filled in: press Enter at each. At “Select a Server” choose the one of the URL; press Enter at “Change server name”.'
    ),
    trans.__('Pick the kernel.')
  ],
  notes: trans => [
    trans.__(
      'The token must be allowed to list your servers, too (“read:servers”). Without that VS Code waits ten seconds at each start, and named servers fail.'
    )
  ],
  caveats: () => [],
  help: () => []
};

export default vscodeHub;
