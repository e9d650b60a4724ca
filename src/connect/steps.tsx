import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { ISessionModel } from '../tokens';
import { CopyButton } from '../ui/copybutton';
import { useModel } from '../ui/hooks';
import { StateDot } from '../ui/statedot';
import type { ConnectModel } from './model';
import type { IRecipe } from './types';

export interface IStepsProps {
  readonly trans: TranslationBundle;
  readonly model: ConnectModel;
  readonly session: ISessionModel;
  readonly recipe: IRecipe;
}

/** What to do in the client, and what may go wrong there. */
export function Steps(props: IStepsProps): React.JSX.Element {
  const { trans, model, session, recipe } = props;
  const hub = useModel(session.status, s => s.data?.hub ?? null);
  const line = recipe.lineToCopy?.(trans);
  const facts = {
    address: model.address,
    isHub: hub !== null,
    isTokenInUrl: hub?.token_in_url ?? false
  };
  return (
    <>
      <ol className="jp-RemoteIDE-steps">
        {recipe.steps(trans).map(step => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {recipe.caveats(trans, facts).map(caveat => (
        <p key={caveat} className="jp-RemoteIDE-warning">
          <StateDot kind="warn" />
          <span>{caveat}</span>
        </p>
      ))}
      {line === undefined ? null : (
        <div>
          <p>{line.text}</p>
          <div className="jp-RemoteIDE-secret">
            <code className="jp-RemoteIDE-secretText">{line.line}</code>
            <CopyButton
              trans={trans}
              label={trans.__('Copy the line')}
              text={() => line.line}
            />
          </div>
        </div>
      )}
      {recipe.install === null ? null : (
        <a href={recipe.install.href}>{recipe.install.label(trans)}</a>
      )}
    </>
  );
}
