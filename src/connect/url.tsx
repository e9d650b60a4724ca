import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { CopyButton } from '../ui/copybutton';
import { ErrorLine } from '../ui/errorline';
import { useModel, useNow } from '../ui/hooks';
import { REVEALED, Secret } from '../ui/secret';
import { StateDot } from '../ui/statedot';
import { distance, duration, exactTime } from '../ui/words';
import type { ConnectModel } from './model';
import { type IRecipe, MASK, maskedUrl } from './types';

export interface IUrlProps {
  readonly trans: TranslationBundle;
  readonly model: ConnectModel;
  readonly recipe: IRecipe;
  /** Whether the last press put it into the clipboard. */
  readonly isCopied: boolean;
  readonly onNew: () => void;
}

/** The URL, masked, and how long it works. */
export function Url(props: IUrlProps): React.JSX.Element | null {
  const { trans, model, recipe, isCopied, onNew } = props;
  const now = useNow(5000);
  const way = useModel(model, m => m.way);
  const held = useModel(model, m => m.held(recipe.id));
  const address = useModel(model, m => m.address);
  if (way.kind === 'none') {
    return null;
  }
  const url = () => model.url(recipe.id);
  const isThere = held !== null || way.kind !== 'make';
  return (
    <>
      {isThere && way.kind !== 'open' ? (
        <Secret
          trans={trans}
          label={trans.__('connection URL')}
          masked={maskedUrl(address)}
          value={url}
        />
      ) : (
        <code className="jp-RemoteIDE-address">
          {way.kind === 'open' ? address : maskedUrl(address)}
        </code>
      )}
      {recipe.isSplit && isThere && way.kind !== 'open' ? (
        <div className="jp-RemoteIDE-apart">
          <Secret
            trans={trans}
            label={trans.__('token')}
            masked={MASK}
            value={() => model.secret(recipe.id)}
          />
          <CopyButton
            trans={trans}
            label={trans.__('Copy the URL without the token')}
            caption={trans.__('Copy URL alone')}
            text={() => address}
          />
          <CopyButton
            trans={trans}
            label={trans.__('Copy the token')}
            caption={trans.__('Copy token')}
            text={() => model.secret(recipe.id)}
          />
        </div>
      ) : null}
      {isCopied || held !== null ? (
        <p className="jp-RemoteIDE-done">
          <StateDot kind="ok" />
          <span>
            {isCopied ? `${trans.__('Copied.')} ` : null}
            {held === null ? null : (
              <span title={exactTime(held.expiresAt / 1000)}>
                {trans.__(
                  'Ends %1.',
                  distance(trans, held.expiresAt / 1000, now / 1000)
                )}
              </span>
            )}
            {held?.isClamped === true && held.lifetime !== null
              ? ` ${trans.__(
                  'Your site allows no more than that; you asked for %1.',
                  duration(trans, held.lifetime)
                )}`
              : null}
            {held === null ? null : (
              <>
                {' '}
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
      ) : null}
    </>
  );
}

/** Where the browser refused to copy: the URL, selected, for the keyboard; masked again after 30 s. */
export function Selected(props: {
  trans: TranslationBundle;
  url: () => string;
  onEnd: () => void;
}): React.JSX.Element {
  const { trans, url, onEnd } = props;
  const input = React.useRef<HTMLInputElement>(null);
  React.useEffect(() => {
    if (input.current !== null) {
      // Set as a property: the value is in no attribute.
      input.current.value = url();
      input.current.focus();
      input.current.select();
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
        <input
          ref={input}
          type="text"
          readOnly
          className="jp-RemoteIDE-input"
          aria-label={trans.__('Connection URL')}
          onFocus={event => {
            event.currentTarget.select();
          }}
        />
        <CopyButton
          trans={trans}
          label={trans.__('Copy')}
          caption={trans.__('Copy')}
          text={url}
        />
      </div>
    </div>
  );
}
