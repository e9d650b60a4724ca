import type { TranslationBundle } from '@jupyterlab/translation';
import { LabIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import '../../src/connect/connect.css';

import type { ISessionModel } from '../tokens';
import { useModel } from '../ui/hooks';
import { Card } from './card';
import type { ClientChoice } from './choice';
import type { ConnectModel } from './model';
import type { IRecipe } from './types';

export interface IConnectSectionProps {
  readonly trans: TranslationBundle;
  readonly recipes: readonly IRecipe[];
  readonly choice: ClientChoice;
  readonly model: ConnectModel;
  readonly session: ISessionModel;
  /** The server's root folder as the page knows it; empty where it does not. */
  readonly root: string;
  /** The hub's own pages; null where there is no hub. */
  readonly hubHome: string | null;
  readonly hubTokenPage: string | null;
  readonly announce: (text: string) => void;
}

/** The list of clients, and the card of the chosen one. */
export default function ConnectSection(
  props: IConnectSectionProps
): React.JSX.Element {
  const { trans, recipes, choice } = props;
  const chosen = useModel(choice, c => c.id);
  const recipe = recipes.find(({ id }) => id === chosen) ?? recipes[0];
  if (recipe === undefined) {
    return <Truths {...props} />;
  }
  const icon = LabIcon.resolve({ icon: recipe.icon });
  return (
    <>
      <Truths {...props} />
      <div className="jp-RemoteIDE-client">
        <icon.react tag="span" aria-hidden="true" />
        <select
          className="jp-RemoteIDE-input"
          aria-label={trans.__('Program to connect')}
          value={recipe.id}
          onChange={event => {
            choice.choose(event.currentTarget.value);
          }}
        >
          {recipes.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <div role="group" className="jp-RemoteIDE-card" aria-label={recipe.name}>
        {/* A card of its own per client, so that nothing revealed in one shows in another. */}
        <Card key={recipe.id} recipe={recipe} {...props} />
      </div>
    </>
  );
}

/** What surprises people, before it does: two short lines, and the rest one press away. */
function Truths(props: IConnectSectionProps): React.JSX.Element {
  const { trans, session, root, hubHome } = props;
  const host = useModel(session.session, s => s.data?.host ?? '');
  return (
    <div className="jp-RemoteIDE-truths">
      <p>
        {host === ''
          ? trans.__('Code runs on this server, with its packages.')
          : trans.__('Code runs on %1, with its packages.', host)}
      </p>
      <p>{trans.__('Your files stay on your computer.')}</p>
      <details>
        <summary>{trans.__('What to know')}</summary>
        <ul>
          <li>
            {root === ''
              ? trans.__(
                  'A relative path in a cell starts in the folder of the server.'
                )
              : trans.__(
                  'A relative path in a cell starts in %1 on the server.',
                  root
                )}
          </li>
          <li>{trans.__('Install packages on the server, not here.')}</li>
          <li>
            {hubHome === null ? (
              trans.__(
                'The server must run while you work. After a restart the same URL works again, until its token ends.'
              )
            ) : (
              <>
                {trans.__('The server must run while you work.')}{' '}
                <a href={hubHome} target="_blank" rel="noopener noreferrer">
                  {trans.__('Where to start it again')}
                </a>
              </>
            )}
          </li>
        </ul>
      </details>
    </div>
  );
}
