import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { CopyButton } from '../ui/copybutton';
import { ErrorLine } from '../ui/errorline';
import { useNow } from '../ui/hooks';
import { LinkButton } from '../ui/linkbutton';
import { Note } from '../ui/note';
import { REVEALED } from '../ui/secret';
import { distance, duration, exactTime } from '../ui/words';
import type { Ended, IHeld } from './held';
import type { IPiece } from './types';

export interface IOutcomeProps {
  readonly trans: TranslationBundle;
  /** Of the client. */
  readonly name: string;
  /** What is said of the last press, and when it was; null where it put nothing into the clipboard. */
  readonly copied: readonly [text: string, at: number] | null;
  /** The token in it, where one was made for it. */
  readonly held: IHeld | null;
  /** Why it works no longer. */
  readonly ended: Ended | null;
  readonly onNew: () => void;
}

/** What came of a press: whether it is copied and how long it works, or that it does no longer. */
export function Outcome(props: IOutcomeProps): React.JSX.Element | null {
  const { trans, name, copied, held, ended, onNew } = props;
  const now = useNow(1000);
  if (ended !== null) {
    return (
      <Note kind="off">
        {ended === 'revoked'
          ? trans.__('This URL was revoked. Copy a new one.')
          : trans.__('This URL has expired. Copy a new one.')}
      </Note>
    );
  }
  if (copied === null && held === null) {
    return null;
  }
  return (
    <>
      <Note kind="ok">
        {copied === null ? null : (
          // Another one each time: its look says that it was copied once more, and nothing moves.
          <span key={copied[1]} className="jp-RemoteIDE-fresh">
            {`${copied[0]} `}
          </span>
        )}
        {held === null ? null : (
          <>
            <span title={exactTime(trans, held.expiresAt / 1000)}>
              {trans.__(
                'Ends %1.',
                distance(trans, held.expiresAt / 1000, now / 1000)
              )}
            </span>
            {held.isClamped && held.lifetime !== null
              ? ` ${trans.__(
                  'Your site allows no more than that; you asked for %1.',
                  duration(trans, held.lifetime)
                )}`
              : null}{' '}
            <LinkButton onClick={onNew}>{trans.__('New token')}</LinkButton>
          </>
        )}
      </Note>
      {held === null ? null : held.seenAt === null ? (
        <Note kind="busy">{trans.__('Waiting for %1…', name)}</Note>
      ) : (
        <Note kind="ok">
          {trans.__('%1 connected, %2', name, ago(trans, now - held.seenAt))}
        </Note>
      )}
      {held === null || held.notEnded === 0 ? null : (
        <Note kind="warn">
          {trans._n(
            'The token before it could not be removed. Look under “API tokens”.',
            '%1 tokens before it could not be removed. Look under “API tokens”.',
            held.notEnded
          )}
        </Note>
      )}
    </>
  );
}

/** How long it was, in ms. */
function ago(trans: TranslationBundle, length: number): string {
  const seconds = Math.max(0, Math.round(length / 1000));
  return seconds < 60
    ? trans.__('%1 s ago', String(seconds))
    : distance(trans, -seconds, 0);
}

/** Where the browser refused to copy: the text, selected, for the keyboard; masked again after 30 s. */
export function Selected(props: {
  trans: TranslationBundle;
  /** What it is. */
  label: string;
  piece: IPiece;
  secret: () => string;
  onEnd: () => void;
}): React.JSX.Element {
  const { trans, label, piece, secret, onEnd } = props;
  const text = () => piece.text(secret());
  const field = React.useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  // An input would drop the ends of lines.
  const Field = piece.text('').includes('\n') ? 'textarea' : 'input';
  React.useEffect(() => {
    if (field.current !== null) {
      // Set as a property: the value is in no attribute.
      field.current.value = text();
      field.current.focus();
      field.current.select();
    }
    const timer = setTimeout(onEnd, REVEALED);
    return () => {
      clearTimeout(timer);
    };
    // Once, when it appears.
  }, []);
  return (
    <div className="jp-RemoteIDE-refused">
      <ErrorLine trans={trans} reason="copy-refused" />
      <div className="jp-RemoteIDE-secret">
        <Field
          ref={field}
          readOnly
          className="jp-RemoteIDE-input"
          aria-label={label}
          onFocus={event => {
            event.currentTarget.select();
          }}
        />
        <CopyButton
          trans={trans}
          label={trans.__('Copy')}
          caption={trans.__('Copy')}
          text={text}
        />
      </div>
    </div>
  );
}
