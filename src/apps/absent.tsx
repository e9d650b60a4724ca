import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { sentence } from '../ui/messages';
import type { IApp } from './types';

export interface IAbsentProps {
  readonly app: IApp;
  readonly trans: TranslationBundle;
  /** Asks the server whether it is there by now. */
  readonly onAgain: () => void;
}

/** What an app lacks and what to do about it, in sight without a press. */
export function Absent(props: IAbsentProps): React.JSX.Element {
  const { app, trans, onAgain } = props;
  const { reason, state, title } = app;
  const why = reason ?? state;
  return (
    <div className="jp-RemoteIDE-absent">
      <p>
        {sentence(trans, why, { name: title }).text} <Cure {...props} />
      </p>
      <button
        type="button"
        className="jp-RemoteIDE-button jp-mod-link"
        aria-label={trans.__('Look again whether %1 is there', title)}
        onClick={onAgain}
      >
        {trans.__('Look again')}
      </button>
    </div>
  );
}

/** What to do, for a person who may not be allowed to. */
function Cure({ app, trans }: IAbsentProps): React.JSX.Element | null {
  const { install_hint, modules, reason, state } = app;
  if (state === 'module-needed' && modules.length > 0) {
    return (
      <>
        {trans.__(
          'Start your server with the module %1, or ask your administrator.',
          modules.join(trans.__(' or '))
        )}
      </>
    );
  }
  if (reason === 'needs-server-restart') {
    return null; // the sentence says it
  }
  return (
    <>
      {install_hint === null ? null : (
        <>
          <Linked text={install_hint} />{' '}
        </>
      )}
      {install_hint === null || reason === 'wrapper-failed'
        ? trans.__('Ask your administrator.')
        : trans.__('Or ask your administrator to.')}
    </>
  );
}

/** A text with the addresses in it as links. */
function Linked({ text }: { text: string }): React.JSX.Element {
  const parts = text.split(/(https?:\/\/[^\s)]+)/);
  return (
    <>
      {parts.map((part, index) =>
        index % 2 === 0 ? (
          part
        ) : (
          <a key={part} href={part} target="_blank" rel="noopener noreferrer">
            {part.replace(/^https?:\/\//, '').replace(/\/$/, '')}
          </a>
        )
      )}
    </>
  );
}
