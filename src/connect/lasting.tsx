import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { IHub } from '../contract';
import { problemOf } from '../core/result';
import { CopyButton } from '../ui/copybutton';
import { ErrorLine } from '../ui/errorline';
import { useModel } from '../ui/hooks';
import { Note } from '../ui/note';
import type { ConnectModel } from './model';
import { DAY, hubScope, type IRecipe, MASK } from './types';

export interface ILastingProps {
  readonly id: string;
  readonly trans: TranslationBundle;
  readonly model: ConnectModel;
  readonly page: ITokenPage;
  /** @param first - what the copy waits for */
  readonly onCopy: (first?: Promise<void>) => void;
}

/** In s: longer is no better, and a hub's page offers it. */
const LIFETIME = 7 * DAY;

/** The hub's page, for this server. */
export interface ITokenPage {
  /** What is to stand in its “Permissions”. */
  readonly scopes: string;
  readonly url: string;
}

export function tokenPageOf(
  hub: IHub,
  page: string,
  { name: note, access }: IRecipe
): ITokenPage {
  const scopes = hubScope(hub.user, hub.server_name, access);
  // Read by hubs whose page was told to (docs/operators/hub.md), left alone by all others.
  const filled = new URLSearchParams({
    ...{ note, scopes },
    expires_in: String(LIFETIME)
  });
  return { scopes, url: `${page}#${filled.toString()}` };
}

/** In a window of its own, so that the steps stay in view beside it. */
export function openBeside(url: string): void {
  const place = `width=720,height=760,left=${window.screenX + 320}`;
  window.open(url, '_blank', `popup,noopener,${place}`);
}

/** Where only the page's own token is there: two steps to one that lasts, made on the hub's page, whose URL the second copies. */
export function Lasting(props: ILastingProps): React.JSX.Element {
  const { id, trans, model, page, onCopy } = props;
  return (
    <ol id={id} className="jp-RemoteIDE-steps jp-RemoteIDE-lasting">
      <li>
        {trans.__(
          'On the hub’s page paste the permissions, which are copied (left empty: all that you may). Choose when it expires: “Never” may be preselected. Press “Request new API token”, and copy it.'
        )}
        <Entry
          trans={trans}
          label={trans.__('Permissions')}
          value={page.scopes}
        />
        <a href={page.url} target="_blank" rel="noopener noreferrer">
          {trans.__('Open the hub’s token page')}
        </a>
      </li>
      <li>
        <Paste trans={trans} model={model} onCopy={onCopy} />
      </li>
    </ol>
  );
}

/** Takes the token out of the clipboard, tries it at once and copies the URL; the field never holds it for longer. */
function Paste(
  props: Pick<ILastingProps, 'trans' | 'model' | 'onCopy'>
): React.JSX.Element {
  const { trans, model, onCopy } = props;
  const pasted = useModel(model, m => m.pasted);
  /** Why the last one is no good; empty while it is tried. */
  const [reason, setReason] = React.useState<string | null>(null);
  const take = (text: string) => {
    setReason('');
    const tried = model.paste(text.trim());
    // Within the press, or a browser would refuse; where the token is no good nothing is copied.
    onCopy(
      tried.then(isLast => {
        if (!isLast) {
          throw new Error('Something else is to be copied');
        }
      })
    );
    tried.then(
      isLast => {
        if (isLast) {
          setReason(null);
        }
      },
      (error: unknown) => {
        setReason(problemOf(error).reason);
      }
    );
  };
  return (
    <>
      <label>
        {trans.__('Paste the token here')}
        <input
          type="password"
          autoComplete="off"
          className="jp-RemoteIDE-input"
          placeholder={pasted === null ? '' : MASK}
          onChange={event => {
            const field = event.currentTarget;
            take(field.value);
            field.value = '';
          }}
        />
      </label>
      <div role="status">
        {reason === '' ? (
          trans.__('Trying it…')
        ) : reason !== null ? (
          <ErrorLine trans={trans} reason={reason} />
        ) : pasted === null ? null : (
          <>
            <Note kind="ok">
              {trans.__(
                'It opens this server. The hub’s page says when it ends.'
              )}
            </Note>
            {pasted === 'broad' ? (
              <Note kind="warn">
                {trans.__(
                  'It may do all that you may on the hub. Better make one with the permissions above.'
                )}
              </Note>
            ) : null}
          </>
        )}
      </div>
    </>
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
      <span>{label}</span>
      <code className="jp-RemoteIDE-secretText">{value}</code>
      <CopyButton
        trans={trans}
        label={trans.__('Copy “%1”', label)}
        text={() => value}
      />
    </div>
  );
}
