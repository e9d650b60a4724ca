import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { deleteIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

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
  const reply = useModel(model, m => m.list.data);
  const denial = useModel(model, m => m.list.problem);
  const problem = useModel(model, m => m.problem);
  const asOf = useModel(model, m => m.list.asOf);
  const now = useNow(30_000) / 1000;
  const list = useRoving<HTMLUListElement>();
  const revoke = async (row: IApiToken) => {
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
    if (button.accept) {
      await model.revoke(row.id);
      if (model.problem === null) {
        announce(trans.__('Revoked “%1”', row.note));
      }
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
  if (reply === null) {
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
        actions={{
          retry: () => void model.refresh(),
          ...(onHubTokenPage ? { 'hub-token-page': onHubTokenPage } : {})
        }}
      />
    );
  }
  // The server's clock, so that a wrong clock here does not word the end wrongly.
  const serverNow = asOf === null ? now : reply.now + (now - asOf / 1000);
  const rows = reply.apitokens.filter(row => row.expires_at > serverNow);
  return (
    <>
      {rows.length === 0 ? (
        <EmptyState
          text={trans.__(
            'No tokens yet. Connect makes one when you copy a URL.'
          )}
        />
      ) : (
        <ul className="jp-RemoteIDE-tokens" {...list}>
          {rows.map(row => (
            <Row
              key={row.id}
              trans={trans}
              row={row}
              now={serverNow}
              onRevoke={() => void revoke(row)}
            />
          ))}
        </ul>
      )}
      {(problem ?? denial) === null ? null : (
        <ErrorLine
          trans={trans}
          reason={(problem ?? denial)?.reason ?? ''}
          actions={{ retry: () => void model.refresh() }}
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
  const label = trans.__('Revoke “%1”', row.note);
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
        <strong>{row.note}</strong>
        <span className="jp-RemoteIDE-quiet">
          <span title={exactTime(row.expires_at)}>
            {trans.__('Ends %1', distance(trans, row.expires_at, now))}
          </span>
          {' · '}
          {row.last_activity === null ? (
            trans.__(
              'made %1, never used',
              distance(trans, Math.min(row.created_at, now), now)
            )
          ) : (
            <span title={exactTime(row.last_activity)}>
              {trans.__('used %1', distance(trans, row.last_activity, now))}
            </span>
          )}
          {row.seen_client === null ? null : ` · ${row.seen_client}`}
        </span>
      </div>
      <IconButton icon={deleteIcon} label={label} onClick={onRevoke} />
    </li>
  );
}
