import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { deleteIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import '../../src/apitokens/apitokens.css';

import { EmptyState } from '../ui/emptystate';
import { ErrorLine } from '../ui/errorline';
import { useModel, useNow, useRoving } from '../ui/hooks';
import { IconButton } from '../ui/iconbutton';
import { sentence } from '../ui/messages';
import { distance, exactTime } from '../ui/words';
import type { ApiTokensModel } from './model';
import type { IApiToken } from './types';

export interface IApiTokensSectionProps {
  readonly trans: TranslationBundle;
  readonly model: ApiTokensModel;
  /** Shows the hub's token page; null where there is no hub. */
  readonly onHubTokenPage: (() => void) | null;
  readonly announce: (text: string) => void;
}

/** The tokens made for IDEs, each with its end and a way to end it now. */
export default function ApiTokensSection(
  props: IApiTokensSectionProps
): React.JSX.Element {
  const { trans, model, onHubTokenPage, announce } = props;
  const rows = useModel(model, m => m.list.data);
  const denial = useModel(model, m => m.list.problem);
  const problem = useModel(model, m => m.problem);
  const now = useNow(30_000) / 1000 + useModel(model, m => m.ahead);
  const list = useRoving<HTMLUListElement>();
  const revoke = async (row: IApiToken) => {
    if (row.reason === null && !(await Private.agrees(trans, row))) {
      return;
    }
    await model.revoke(row.id);
    if (model.problem === null) {
      announce(
        row.reason === null
          ? trans.__('Revoked “%1”', row.note)
          : trans.__('Removed the file of the token')
      );
    }
  };
  if (denial?.reason === 'no-server-half') {
    // The strip on top says what to do about it; once is enough.
    return (
      <EmptyState
        text={trans.__('Tokens need the server half of Remote IDE.')}
      />
    );
  }
  // None of the rows that are known counts.
  if (rows === null || denial?.reason === 'storage-untrusted') {
    if (denial?.reason === 'hub-manual') {
      // No mistake, only another place.
      return (
        <EmptyState text={sentence(trans, denial.reason).text}>
          {onHubTokenPage === null ? null : (
            <button
              type="button"
              className="jp-RemoteIDE-button jp-mod-link"
              onClick={onHubTokenPage}
            >
              {trans.__('Open the token page')}
            </button>
          )}
        </EmptyState>
      );
    }
    return denial === null ? (
      <p className="jp-RemoteIDE-quiet">{trans.__('Loading…')}</p>
    ) : (
      <ErrorLine
        trans={trans}
        reason={denial.reason}
        context={{ facts: denial.detail }}
        actions={{
          retry: () => void model.refresh(),
          ...(onHubTokenPage ? { 'hub-token-page': onHubTokenPage } : {})
        }}
      />
    );
  }
  const shown = rows
    .filter(
      // What opens nothing is shown as long as it is there.
      ({ reason, expires_at }) =>
        reason !== null || expires_at === null || expires_at > now
    )
    .sort((a, b) => b.created_at - a.created_at);
  const trouble = problem ?? denial;
  return (
    <>
      {shown.length === 0 ? (
        <EmptyState
          text={trans.__(
            'No tokens yet. Connect makes one when you copy a URL.'
          )}
        />
      ) : (
        <ul className="jp-RemoteIDE-tokens" {...list}>
          {shown.map(row => (
            <Row
              key={row.id}
              trans={trans}
              row={row}
              now={now}
              onRevoke={() => void revoke(row)}
            />
          ))}
        </ul>
      )}
      {trouble === null ? null : (
        <ErrorLine
          trans={trans}
          reason={trouble.reason}
          context={{ facts: trouble.detail }}
          actions={{ retry: () => void model.retry() }}
        />
      )}
    </>
  );
}

function Row(props: {
  trans: TranslationBundle;
  row: IApiToken;
  now: number;
  onRevoke: () => void;
}): React.JSX.Element {
  const { trans, row, now, onRevoke } = props;
  const label =
    row.reason === null
      ? trans.__('Revoke “%1”', row.note)
      : trans.__('Remove the file of this token');
  return (
    <li
      className="jp-RemoteIDE-token"
      onKeyDown={event => {
        if (event.key === 'Delete') {
          event.preventDefault();
          onRevoke();
        }
      }}
    >
      <div className="jp-RemoteIDE-tokenText">
        {row.reason === null ? (
          <Told trans={trans} row={row} now={now} />
        ) : (
          <ErrorLine
            trans={trans}
            reason={row.reason}
            context={{ facts: row.detail }}
          />
        )}
      </div>
      <IconButton icon={deleteIcon} label={label} onClick={onRevoke} />
    </li>
  );
}

/** What a token that works is for, its end and its last use. */
function Told(props: {
  trans: TranslationBundle;
  row: IApiToken;
  now: number;
}): React.JSX.Element {
  const { trans, row, now } = props;
  return (
    <>
      <strong>{row.note}</strong>
      <span className="jp-RemoteIDE-quiet">
        {row.expires_at === null ? null : (
          <>
            <span title={exactTime(trans, row.expires_at)}>
              {trans.__('Ends %1', distance(trans, row.expires_at, now))}
            </span>
            {' · '}
          </>
        )}
        {row.last_activity === null ? (
          trans.__(
            'made %1, never used',
            distance(trans, Math.min(row.created_at, now), now)
          )
        ) : (
          <span title={exactTime(trans, row.last_activity)}>
            {trans.__(
              'used %1',
              distance(trans, Math.min(row.last_activity, now), now)
            )}
          </span>
        )}
        {row.seen_client === null ? null : ` · ${row.seen_client}`}
      </span>
    </>
  );
}

namespace Private {
  /** Asks before a token that works is ended. */
  export async function agrees(
    trans: TranslationBundle,
    row: IApiToken
  ): Promise<boolean> {
    const { button } = await showDialog({
      title: trans.__('Revoke “%1”?', row.note),
      body: trans.__(
        'Everything connected with this token is disconnected at once, and its URL stops working.'
      ),
      buttons: [
        Dialog.cancelButton({ label: trans.__('Cancel') }),
        Dialog.warnButton({ label: trans.__('Revoke') })
      ]
    });
    return button.accept;
  }
}
