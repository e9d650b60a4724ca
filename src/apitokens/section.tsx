import { Dialog, InputDialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { deleteIcon, editIcon, historyIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import { LinkButton } from '../ui/linkbutton';
import { ErrorLine } from '../ui/errorline';
import { useModel, useNow, useRoving } from '../ui/hooks';
import { IconButton } from '../ui/iconbutton';
import { sentence } from '../ui/messages';
import { RowFace } from '../ui/row';
import { distance, duration, exactTime } from '../ui/words';
import { browserId } from './browser';
import { keyIcon } from './icons';
import type { ApiTokensModel } from './model';
import { namesOf } from './name';
import { extension, type IApiToken, standing } from './types';

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
  const browser = browserId();
  const act = async (action: Promise<void>, said: string) => {
    await action;
    if (model.problem === null) {
      announce(said);
    }
  };
  const revoke = async (row: IApiToken, name: string) => {
    const works = row.reason === null;
    if (!works || (await agrees(trans, name))) {
      await act(
        model.revoke(row.id),
        works
          ? trans.__('Revoked “%1”', name)
          : trans.__('Removed the file of the token')
      );
    }
  };
  const rename = async ({ id, note }: IApiToken) => {
    const { value } = await InputDialog.getText({
      title: trans.__('Rename “%1”', note),
      text: note,
      okLabel: trans.__('Rename')
    });
    const named = value?.trim().slice(0, 200); // the server takes no more
    if (named && named !== note) {
      await act(
        model.change(id, { note: named }),
        trans.__('Renamed “%1”', named)
      );
    }
  };
  if (denial?.reason === 'no-server-half') {
    // The strip on top says what to do about it; once is enough.
    return (
      <p className="jp-RemoteIDE-quiet">
        {trans.__('This needs the server half of Remote IDE.')}
      </p>
    );
  }
  // None of the rows that are known counts.
  if (rows === null || denial?.reason === 'storage-untrusted') {
    if (denial?.reason === 'hub-manual') {
      // No mistake, only another place.
      return (
        <p className="jp-RemoteIDE-quiet">
          {sentence(trans, denial.reason).text}{' '}
          {onHubTokenPage === null ? null : (
            <LinkButton onClick={onHubTokenPage}>
              {trans.__('Open the token page')}
            </LinkButton>
          )}
        </p>
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
  const shown = standing(rows, now);
  const names = namesOf(trans, shown, browser);
  const trouble = problem ?? denial;
  return (
    <>
      {shown.length === 0 ? (
        <p className="jp-RemoteIDE-quiet">
          {trans.__('No tokens yet. Connect makes one when you copy a URL.')}
        </p>
      ) : (
        <ul className="jp-RemoteIDE-list" {...list}>
          {shown.map((row, at) => {
            const name = names[at] ?? row.note;
            const expires_in = model.canChange
              ? extension(row, model.lifetimes, now)
              : 0;
            return (
              <Row
                key={row.id}
                trans={trans}
                row={row}
                name={name}
                now={now}
                extension={expires_in}
                onRename={() => void rename(row)}
                onExtend={() =>
                  void act(
                    model.change(row.id, { expires_in }),
                    trans.__('Extended “%1”', name)
                  )
                }
                onRevoke={() => void revoke(row, name)}
              />
            );
          })}
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

interface IRowProps {
  readonly trans: TranslationBundle;
  readonly row: IApiToken;
  readonly name: string;
  readonly now: number;
  /** In seconds; 0 where it can be neither renamed nor extended. */
  readonly extension: number;
  readonly onRename: () => void;
  readonly onExtend: () => void;
  readonly onRevoke: () => void;
}

/** What a token that works is for, its end and its last use; why another one does not. */
function Row(props: IRowProps): React.JSX.Element {
  const { trans, row, name, now, onRevoke } = props;
  const { reason, detail, expires_at, last_activity, seen_client } = row;
  const words = [
    ...(expires_at === null
      ? []
      : [trans.__('Ends %1', distance(trans, expires_at, now))]),
    last_activity === null
      ? trans.__('never used')
      : trans.__('used %1', distance(trans, Math.min(last_activity, now), now))
  ].join(' · ');
  const more = [expires_at, last_activity].map(
    time => time && exactTime(trans, time)
  );
  return (
    <li
      className="jp-RemoteIDE-row jp-RemoteIDE-token"
      onKeyDown={event => {
        if (event.key === 'Delete') {
          event.preventDefault();
          onRevoke();
        }
      }}
    >
      <div className="jp-RemoteIDE-rowMain">
        {reason === null ? (
          <RowFace icon={keyIcon} name={name}>
            <span
              title={[words, ...more, seen_client].filter(Boolean).join('\n')}
            >
              {words}
            </span>
          </RowFace>
        ) : (
          <ErrorLine
            trans={trans}
            reason={reason}
            context={{ facts: detail }}
          />
        )}
      </div>
      <span className="jp-RemoteIDE-rowActions">
        {props.extension === 0 ? null : (
          <>
            <IconButton
              icon={historyIcon}
              label={trans.__(
                'Extend “%1” to %2',
                name,
                duration(trans, props.extension)
              )}
              onClick={props.onExtend}
            />
            <IconButton
              icon={editIcon}
              label={trans.__('Rename “%1”', name)}
              onClick={props.onRename}
            />
          </>
        )}
        <IconButton
          icon={deleteIcon}
          label={
            reason === null
              ? trans.__('Revoke “%1”', name)
              : trans.__('Remove the file of this token')
          }
          onClick={onRevoke}
        />
      </span>
    </li>
  );
}

/** Asks before a token that works is ended. */
async function agrees(
  trans: TranslationBundle,
  name: string
): Promise<boolean> {
  const { button } = await showDialog({
    title: trans.__('Revoke “%1”?', name),
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
