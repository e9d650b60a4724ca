import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { ISessionModel } from '../tokens';
import { CopyButton } from '../ui/copybutton';
import { useModel } from '../ui/hooks';
import { Checkable } from './checkable';
import type { ClientChoice } from './choice';
import type { Clients } from './clients';
import vscodeHelp from './clients/vscodehelp';
import type { ConnectModel } from './model';
import { useRecipe } from './recipe';
import { placeOf } from './truths';

export interface IHelpSectionProps {
  readonly trans: TranslationBundle;
  readonly session: ISessionModel;
  readonly model: ConnectModel;
  readonly choice: ClientChoice;
  readonly clients: Clients;
  /** The hub's page where servers are started; null where there is no hub. */
  readonly hubHome: string | null;
}

const VERIFY = '!hostname';

/** How to see that it works, what a URL means, and what the manual of the chosen client warns of. */
export default function HelpSection(
  props: IHelpSectionProps
): React.JSX.Element {
  const { trans, session, model, choice, clients, hubHome } = props;
  const { host } = useModel(session.session, s => placeOf(s.data));
  const chosen = useModel(choice, c => c.id);
  const client = clients.find(({ id }) => id === chosen) ?? clients[0];
  const recipe = useRecipe(client, model, session);
  // The first one's does not come with its file, which is loaded with the panel.
  const help = client === clients[0] ? vscodeHelp : recipe?.help;
  const facts = useModel(model, m => m.facts);
  const kind = useModel(model, m => m.access.kind);
  const isPasted = useModel(model, m => m.pasted !== null);
  return (
    <>
      <p>
        {trans.__(
          'To see that it works, run this in a cell of your IDE: it prints %1.',
          (client.isOnItsOwn ? '' : host) || trans.__('the name of the server')
        )}
      </p>
      <div className="jp-RemoteIDE-secret">
        <code className="jp-RemoteIDE-secretText">{VERIFY}</code>
        <CopyButton
          trans={trans}
          label={trans.__('Copy the line')}
          text={() => VERIFY}
        />
      </div>
      <p>
        {trans.__(
          'Whoever holds a connection URL can run code as you. Do not share it.'
        )}{' '}
        {kind === 'make'
          ? trans.__('Revoke it under “API tokens”.')
          : kind !== 'page'
            ? null
            : isPasted
              ? trans.__('Revoke it on the hub’s token page.')
              : hubHome === null
                ? trans.__('To end it, restart the server with another token.')
                : trans.__(
                    'To end it, stop the server, or log out of the hub, which may take five minutes.'
                  )}
      </p>
      <p>
        {trans.__('The server must run while you work.')}{' '}
        {hubHome === null ? null : (
          <a href={hubHome} target="_blank" rel="noopener noreferrer">
            {trans.__('Where to start it again')}
          </a>
        )}
      </p>
      {help?.(trans, facts).map(text => (
        <p key={text}>{text}</p>
      ))}
      <Checkable
        {...{ trans, model }}
        client={client.id}
        caveats={recipe?.caveats(trans, facts) ?? []}
      />
    </>
  );
}
