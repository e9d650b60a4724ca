import { hasMangledName, type IFacts, type IInstructions } from '../types';
import { urlPiece } from './jupyterurl';
import { link } from './pieces';

/** vscode-jupyter-hub#105: kernels are listed, and none runs. */
function isNameInHost({ address, user }: IFacts): boolean {
  return user !== '' && new URL(address).hostname.includes(user);
}

/** VS Code with the extension ms-toolsai.jupyter-hub, which looks its server up at the hub. */
const vscodeHub: IInstructions = {
  icon: 'remote-ide:vscode',
  access: 'list',
  needs: () => null,
  instead: facts =>
    isNameInHost(facts) && !hasMangledName(facts.address) ? 'vscode' : null,
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
  notes: (trans, { isMade }) => [
    ...(isMade
      ? []
      : [
          trans.__(
            'The token must be allowed to list your servers, too (“read:servers”). Without that VS Code waits ten seconds at each start, and named servers fail.'
          )
        ]),
    trans.__(
      'Where your hub asks for options or has a queue, start the server in the browser first.'
    )
  ],
  caveats: (trans, facts) =>
    isNameInHost(facts)
      ? [
          trans.__(
            'Your user name is part of the name of this host. With this extension code may then never run.'
          )
        ]
      : [],
  help: () => []
};

export default vscodeHub;
