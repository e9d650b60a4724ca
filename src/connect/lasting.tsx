import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { IHub } from '../contract';
import { CopyButton } from '../ui/copybutton';
import { sentence } from '../ui/messages';
import { hubScope } from './types';

export interface ILastingProps {
  readonly trans: TranslationBundle;
  /** Why this server makes no tokens; null where the strip on top says it. */
  readonly reason: string | null;
  readonly hub: IHub | null;
  readonly note: string;
  /** Null where there is no hub. */
  readonly tokenPage: string | null;
}

/** Where only the page's own token is there: why, and how to get one that lasts. */
export function Lasting(props: ILastingProps): React.JSX.Element {
  const { trans, reason, hub, note, tokenPage } = props;
  return (
    <div className="jp-RemoteIDE-lasting">
      {reason === null ? null : (
        <p className="jp-RemoteIDE-quiet">{sentence(trans, reason).text}</p>
      )}
      {tokenPage === null ? null : (
        <>
          <a href={tokenPage} target="_blank" rel="noopener noreferrer">
            {trans.__('Lasting URL…')}
          </a>
          <details>
            <summary>{trans.__('What to enter there')}</summary>
            <dl className="jp-RemoteIDE-form">
              <Entry trans={trans} label={trans.__('Note')} value={note} />
              {hub === null ? null : (
                <Entry
                  trans={trans}
                  label={trans.__('Scopes')}
                  value={hubScope(hub.user, hub.server_name)}
                />
              )}
            </dl>
            <p>
              {trans.__(
                'Then put the new token behind “?token=” of the URL in place of the one there.'
              )}
            </p>
          </details>
        </>
      )}
    </div>
  );
}

function Entry(props: {
  trans: TranslationBundle;
  label: string;
  value: string;
}): React.JSX.Element {
  const { trans, label, value } = props;
  return (
    <div className="jp-RemoteIDE-secret">
      <dt>{label}</dt>
      <dd className="jp-RemoteIDE-secretText">{value}</dd>
      <CopyButton
        trans={trans}
        label={trans.__('Copy “%1”', label)}
        text={() => value}
      />
    </div>
  );
}
