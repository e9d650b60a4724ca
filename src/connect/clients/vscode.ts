import { hasMangledName, type IInstructions } from '../types';
import { loopbackNote, urlPiece } from './jupyterurl';

/** VS Code with the extension ms-toolsai.jupyter; Cursor and VSCodium are the same. */
const vscode: IInstructions = {
  icon: 'remote-ide:vscode',
  needs: () => null,
  instead: ({ address, isHub }) =>
    isHub && hasMangledName(address) ? 'vscode-hub' : null,
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
  notes: loopbackNote,
  caveats: (trans, facts) =>
    hasMangledName(facts.address)
      ? [
          trans.__(
            'VS Code’s Jupyter extension asks for another address, so the server is not found.'
          )
        ]
      : [],
  help: () => [] // vscodehelp.ts
};

export default vscode;
