import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { ISentenceContext } from '../tokens';
import { sentence } from './messages';
import { StateDot } from './statedot';

export interface IErrorLineProps {
  readonly trans: TranslationBundle;
  /** The server's word, or one of ours. */
  readonly reason: string;
  readonly context?: ISentenceContext;
  /** What the section can do; the sentence's action is a button only where it is among these. */
  readonly actions?: Readonly<Partial<Record<string, () => void>>>;
  /** What "retry" is called where it is tried again anyway. */
  readonly retryLabel?: string;
}

/** One sentence about what went wrong, with at most one action. */
export function ErrorLine(props: IErrorLineProps): React.JSX.Element {
  const { text, action } = sentence(props.trans, props.reason, props.context);
  const run =
    action === undefined
      ? undefined
      : (props.actions?.[action.id] ??
        (action.id === 'reload'
          ? () => {
              window.location.reload();
            }
          : undefined));
  return (
    <div className="jp-RemoteIDE-errorLine">
      <StateDot kind="error" />
      <span className="jp-RemoteIDE-errorText">{text}</span>
      {action !== undefined && run !== undefined ? (
        <button
          type="button"
          className="jp-RemoteIDE-button jp-mod-link"
          onClick={run}
        >
          {(action.id === 'retry' ? props.retryLabel : undefined) ??
            action.label}
        </button>
      ) : null}
    </div>
  );
}
