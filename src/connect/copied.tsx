import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { CopyButton } from '../ui/copybutton';
import { ErrorLine } from '../ui/errorline';
import { useNow } from '../ui/hooks';
import { REVEALED } from '../ui/secret';
import { StateDot } from '../ui/statedot';
import { distance, duration, exactTime } from '../ui/words';
import type { IHeld } from './held';
import type { IPiece } from './types';

export interface ICopiedProps {
  readonly trans: TranslationBundle;
  /** Whether the last press put it into the clipboard. */
  readonly isCopied: boolean;
  /** The token in it, where one was made for it. */
  readonly held: IHeld | null;
  readonly onNew: () => void;
}

/** What came of a press: whether it is copied, and how long it works. */
export function Copied(props: ICopiedProps): React.JSX.Element | null {
  const { trans, isCopied, held, onNew } = props;
  const now = useNow(5000);
  if (!isCopied && held === null) {
    return null;
  }
  return (
    <p className="jp-RemoteIDE-done">
      <StateDot kind="ok" />
      <span>
        {isCopied ? `${trans.__('Copied.')} ` : null}
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
            <button
              type="button"
              className="jp-RemoteIDE-button jp-mod-link"
              onClick={onNew}
            >
              {trans.__('New token')}
            </button>
          </>
        )}
      </span>
    </p>
  );
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
