import { hasMangledName, type IRecipe, isLoopback } from '../types';

/** VS Code with the extension ms-toolsai.jupyter; Cursor and VSCodium are the same. */
export const vscode: IRecipe = {
  id: 'vscode',
  name: 'VS Code',
  copyLabel: trans => trans.__('Copy VS Code connection URL'),
  install: {
    href: 'vscode:extension/ms-toolsai.jupyter',
    label: trans => trans.__('Install the Jupyter extension')
  },
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
  caveats: (trans, { address }) => [
    ...(hasMangledName(address)
      ? [
          trans.__(
            "VS Code’s Jupyter extension fails with this address, as it holds one of + ( ) '. Its JupyterHub extension works: choose “Existing JupyterHub Server...” there."
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
  isSplit: false,
  lineToCopy: null
};
