import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { Note } from '../ui/note';
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
        <Note key={caveat} kind="warn">
          {caveat}
        </Note>
      ))}
      {recipe.notes(trans, facts).map(note => (
        <p key={note} className="jp-RemoteIDE-quiet">
          {note}
        </p>
      ))}
    </>
  );
}
