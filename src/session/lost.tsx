import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { useNow } from '../ui/hooks';
import { LinkButton } from '../ui/linkbutton';
import { StateDot } from '../ui/statedot';
import { clockTime } from '../ui/words';

export interface ILostProps {
  readonly trans: TranslationBundle;
  readonly reason: string;
  /** In ms of the browser's clock; null where it was never there. */
  readonly since: number | null;
  /** When it is asked again, likewise; null where it is not. */
  readonly retryAt: number | null;
  /** Whether it is asked just now. */
  readonly isAsked: boolean;
  readonly onRetry: () => void;
}

/** That the server is out of reach, since when, and when it is asked again: for the whole panel. */
export function Lost(props: ILostProps): React.JSX.Element {
  const { trans, reason, since, retryAt, isAsked, onRetry } = props;
  const seconds = Math.ceil(((retryAt ?? 0) - useNow(1000)) / 1000);
  const text = words(trans, reason);
  return (
    <div className="jp-RemoteIDE-lost">
      {/* A clock that ticks is no news: it stands outside of what is read aloud. */}
      <span role="status">
        <StateDot kind="error" />{' '}
        {since === null
          ? text
          : trans.__('%1 since %2', text, clockTime(trans, since / 1000))}
      </span>
      <span>
        {seconds > 0
          ? `${trans.__('trying again in %1 s', seconds)} · `
          : isAsked || retryAt !== null
            ? `${trans.__('trying again…')} · `
            : null}
        <LinkButton onClick={onRetry}>{trans.__('Try now')}</LinkButton>
      </span>
    </div>
  );
}

function words(trans: TranslationBundle, reason: string): string {
  if (reason === 'server-unreachable') {
    return trans.__('Server is not running or cannot be reached');
  }
  // The browser's word for it is a hint alone: some say that they are offline behind a tunnel that works.
  return reason === 'network' && !navigator.onLine
    ? trans.__('This computer is offline, and the server does not answer')
    : trans.__('Server does not answer');
}
