import type { IInstructions } from '../types';

/** It is no part of vscode.ts, since that is loaded with the panel. */
const vscodeHelp: IInstructions['help'] = (trans, { isHub }) => [
  trans.__(
    'When a URL was revoked or has expired, VS Code says “Forbidden” or “Kernel is dead”. Remove the old entry there and paste the new URL: an entry cannot be changed.'
  ),
  trans.__(
    'If you still see “Existing: Specify the URI of an existing server”, “Jupyter: Specify Jupyter Server for Connections”, “Python: Specify local or remote Jupyter server for connections”, or “Jupyter Server: Local” below, your version is from before mid-2023. Better update VS Code and its extension “Jupyter”; else choose that and paste the URL.'
  ),
  ...(isHub
    ? [
        trans.__(
          'On a hub with JupyterHub 5 or newer, versions from before August 2024 start no kernel.'
        )
      ]
    : [])
];

export default vscodeHelp;
