import { hasMangledName, type IInstructions } from '../types';
import { loopbackCaveat, urlPiece } from './jupyterurl';

/** VS Code with the extension ms-toolsai.jupyter; Cursor and VSCodium are the same. */
const vscode: IInstructions = {
  icon: 'ui-components:code',
  needs: () => null,
  pieces: facts => [
    urlPiece(facts),
    {
      kind: 'link',
      label: trans => trans.__('Install the Jupyter extension'),
      isSecret: false,
      text: () => 'vscode:extension/ms-toolsai.jupyter'
    }
  ],
  steps: trans => [
    trans.__(
      'Open a notebook in VS Code and press “Select Kernel”, top right.'
    ),
    trans.__(
      'Choose “Select Another Kernel...” if it is shown, then “Existing Jupyter Server...”. Where servers are listed already: “Enter the URL of the running Jupyter Server...”.'
    ),
    trans.__(
      'The URL is filled in: press Enter. Press Enter again at “Change Server Display Name (Leave Blank To Use URL)”.'
    ),
    trans.__('Pick the kernel.')
  ],
  caveats: (trans, facts) => [
    ...(hasMangledName(facts.address)
      ? [
          trans.__(
            "VS Code’s Jupyter extension fails with this address, as it holds one of + ( ) '. Its JupyterHub extension works: choose “Existing JupyterHub Server...” there."
          )
        ]
      : []),
    ...loopbackCaveat(trans, facts)
  ]
};

export default vscode;
