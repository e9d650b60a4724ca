import type { TranslationBundle } from '@jupyterlab/translation';
import { LabIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import connectStyles from '../../src/connect/connect.raw.css';

import type { ISessionModel } from '../tokens';
import { useModel } from '../ui/hooks';
import { LinkButton } from '../ui/linkbutton';
import { Card } from './card';
import type { ClientChoice } from './choice';
import type { ConnectModel } from './model';
import type { Clients } from './clients';
import { useRecipe } from './recipe';
import { Way } from './way';
import { addStyles } from '../ui/styles';

addStyles(connectStyles);

export interface IConnectSectionProps {
  readonly trans: TranslationBundle;
  readonly clients: Clients;
  readonly choice: ClientChoice;
  readonly model: ConnectModel;
  readonly session: ISessionModel;
  /** The hub's own page for tokens; null where there is no hub. */
  readonly hubTokenPage: string | null;
  readonly announce: (text: string) => void;
}

/** The list of clients, and the card of the chosen one. */
export default function ConnectSection(
  props: IConnectSectionProps
): React.JSX.Element {
  const { trans, clients, choice, model, session, hubTokenPage } = props;
  const chosen = useModel(choice, c => c.id);
  const facts = useModel(model, m => m.facts);
  const hasTunnel = useModel(
    session.status,
    s => s.data?.capabilities['connect-tunnel']?.allowed
  );
  // A choice of another site's is kept, though it has nothing to connect to here.
  const shown = clients.filter(({ id, family }) =>
    family === 'hub-url'
      ? facts.isHub
      : family !== 'ssh' || hasTunnel || (id === chosen && !hubTokenPage)
  );
  const client = shown.find(({ id }) => id === chosen) ?? clients[0];
  const recipe = useRecipe(client, model, session);
  const icon = recipe && LabIcon.resolve({ icon: recipe.icon });
  const other = recipe?.instead?.(facts);
  const instead = shown.find(({ id }) => id === other);
  return (
    <>
      <div className="jp-RemoteIDE-client">
        {icon && <icon.react tag="span" aria-hidden="true" />}
        <select
          className="jp-RemoteIDE-input"
          aria-label={trans.__('Program to connect')}
          value={client.id}
          onChange={event => {
            choice.choose(event.currentTarget.value);
          }}
        >
          {shown.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </div>
      {instead && (
        <p className="jp-RemoteIDE-quiet">
          {trans.__('%1 may not work with this server.', client.name)}{' '}
          <LinkButton
            onClick={() => {
              choice.choose(instead.id);
            }}
          >
            {trans.__('Use %1', instead.name)}
          </LinkButton>
        </p>
      )}
      <div role="group" className="jp-RemoteIDE-card" aria-label={client.name}>
        {/* A card of its own per client, so that nothing revealed in one shows in another. */}
        {recipe && <Card key={recipe.id} recipe={recipe} {...props} />}
        {recipe && hasTunnel && client.family !== 'ssh' && (
          <Way recipe={recipe} {...props} />
        )}
      </div>
    </>
  );
}
