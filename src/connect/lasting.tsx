import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { problemOf } from '../core/result';
import { CopyButton } from '../ui/copybutton';
import { ErrorLine } from '../ui/errorline';
import { useModel } from '../ui/hooks';
import { Note } from '../ui/note';
import type { ConnectModel } from './model';
import type { ITokenPage } from './tokenpage';
import { MASK } from './types';

export interface ILastingProps {
  readonly id: string;
  readonly trans: TranslationBundle;
  readonly model: ConnectModel;
  readonly page: ITokenPage;
  /** @param first - what the copy waits for */
  readonly onCopy: (first?: Promise<void>) => void;
}

/** Where only the page's own token is there: two steps to one that lasts, made on the hub's page, whose URL the second copies. */
export default function Lasting(props: ILastingProps): React.JSX.Element {
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
