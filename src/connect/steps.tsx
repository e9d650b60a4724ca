import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { StateDot } from '../ui/statedot';
import type { IFacts, IRecipe } from './types';

export interface IStepsProps {
  readonly trans: TranslationBundle;
  readonly recipe: IRecipe;
  readonly facts: IFacts;
}

/** What to do in the client, and what may go wrong there. */
export function Steps(props: IStepsProps): React.JSX.Element {
  const { trans, recipe, facts } = props;
  return (
    <>
      <ol className="jp-RemoteIDE-steps">
        {recipe.steps(trans, facts).map(step => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {recipe.caveats(trans, facts).map(caveat => (
        <p key={caveat} className="jp-RemoteIDE-warning">
          <StateDot kind="warn" />
          <span>{caveat}</span>
        </p>
      ))}
    </>
  );
}
