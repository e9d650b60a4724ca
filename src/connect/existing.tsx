import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { Existing } from '../contract';
import type { IProblem } from '../core/result';

export interface IExistingTokenProps {
  readonly trans: TranslationBundle;
  /** Of the client. */
  readonly name: string;
  readonly problem: IProblem;
  /** Whether this page has one, for another lifetime. */
  readonly isHeld: boolean;
  readonly onAnswer: (existing: Existing) => void;
  readonly announce: (text: string) => void;
}

/** Where a token of this browser is in use: whether the new one takes its place. Either answer copies. */
export default function ExistingToken(
  props: IExistingTokenProps
): React.JSX.Element {
  const { trans, name, problem, isHeld, onAnswer, announce } = props;
  const count = Math.max(1, Number(problem.detail?.count ?? 1));
  const question = isHeld
    ? trans.__('You have a %1 token with another lifetime.', name)
    : trans._n(
        'You have a %2 token whose URL cannot be shown again.',
        'You have %1 %2 tokens whose URLs cannot be shown again.',
        count,
        name
      );
  React.useEffect(() => {
    announce(question);
    // Once for each press.
  }, [problem]);
  const key = React.useId();
  return (
    <div
      role="group"
      className="jp-RemoteIDE-existing"
      aria-labelledby={`${key}-question`}
      aria-describedby={`${key}-means`}
    >
      <p id={`${key}-question`}>{question}</p>
      <p id={`${key}-means`} className="jp-RemoteIDE-quiet">
        {trans.__('Replacing disconnects what uses it.')}
      </p>
      <div className="jp-RemoteIDE-apart">
        <button
          type="button"
          className="jp-RemoteIDE-button"
          onClick={() => {
            onAnswer('replace');
          }}
        >
          {trans._n('Replace it', 'Replace them', count)}
        </button>
        <button
          type="button"
          className="jp-RemoteIDE-button"
          onClick={() => {
            onAnswer('keep-used');
          }}
        >
          {trans._n('Keep both', 'Keep all', count)}
        </button>
      </div>
    </div>
  );
}
