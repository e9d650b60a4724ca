import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { ISentenceContext } from '../tokens';
import { AWAY, Away } from './away';
import { LinkButton } from './linkbutton';
import { sentence } from './messages';
import { StateDot } from './statedot';

export interface IErrorLineProps {
  readonly trans: TranslationBundle;
  /** The server's word, or one of ours. */
  readonly reason: string;
  readonly context?: ISentenceContext;
  /** What the section can do; the sentence's action is a button only where it is among these. */
  readonly actions?: Readonly<Partial<Record<string, () => void>>>;
}

/** One sentence about what went wrong, with at most one action; nothing where the strip on top tells it for all. */
export function ErrorLine(props: IErrorLineProps): React.JSX.Element | null {
  const { isTold } = React.useContext(Away);
  if (isTold && AWAY.includes(props.reason)) {
    return null;
  }
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
        <LinkButton onClick={run}>{action.label}</LinkButton>
      ) : null}
    </div>
  );
}
