import type { IFacts, IInstructions } from '../types';
import { link, plainUrl, untested } from './pieces';

/** Spyder writes these as they are into the address of its server, the hub escapes them. */
function isOdd({ user }: IFacts): boolean {
  return /[!#$%&'()*+,/:;=?]/.test(user);
}

/** The least with which a hub (5 and 6 were tried) starts that server, tells how far it is, and lets Spyder in. */
function permissions(user: string): string {
  // The hub's form splits what is typed at these.
  const whose = /[\s,]/.test(user) ? 'user' : `server=${user}/spyder`;
  return `servers!${whose} access:servers!${whose}`;
}

/** Spyder 6.1.4 and newer, which works on a server of its own that it starts at the hub. */
const spyder: IInstructions = {
  icon: 'ui-components:python',
  needs: () => null,
  about: trans =>
    trans.__(
      'Spyder works on a second server of yours, which your hub must allow.'
    ),
  instead: facts => (isOdd(facts) ? 'vscode-hub' : null),
  pieces: ({ hubAddress, user }) => [
    plainUrl(trans => trans.__('URL of the hub'), hubAddress ?? ''),
    {
      kind: 'field',
      label: trans => trans.__('permissions'),
      isSecret: false,
      text: () => permissions(user)
    },
    link(
      trans => trans.__('Open the hub’s token page'),
      `${hubAddress}hub/token`
    )
  ],
  steps: trans => [
    trans.__(
      'Open the hub’s token page (below). Paste the permissions, choose when the token expires, press “Request new API token” and copy it.'
    ),
    trans.__(
      'In Spyder choose “Tools | Manage remote connections”, then the tab “JupyterHub”.'
    ),
    trans.__('Type a name, paste URL and token, and press “Connect”.'),
    trans.__('Choose “New console in remote server” in the menu “Consoles”.')
  ],
  notes: trans => [
    trans.__(
      'Needs Spyder 6.1.4 or newer. It starts a server named “spyder” beside this one; a token for this server alone does not work.'
    ),
    trans.__(
      'Your hub must allow named servers, with spyder-remote-services (1.0.3 or newer, below 2) installed in them: ask the people who run it.'
    ),
    untested(trans)
  ],
  caveats: (trans, facts) =>
    isOdd(facts)
      ? [
          trans.__(
            'Spyder does not find the server of a user name with a character such as + or (.'
          )
        ]
      : [],
  help: trans => [
    trans.__(
      'Stop the server “spyder” on the hub’s page when you are done: it runs beside this one.'
    )
  ]
};

export default spyder;
