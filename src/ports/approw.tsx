import type { TranslationBundle } from '@jupyterlab/translation';
import { listIcon, stopIcon } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import * as React from 'react';

import type { AppState, IApp } from '../contract';
import { CommandIDs } from '../core/commands';
import { IconButton } from '../ui/iconbutton';
import { type DotKind, StateDot } from '../ui/statedot';

const DOTS: Partial<Record<AppState, DotKind>> = {
  running: 'ok',
  starting: 'busy',
  unhealthy: 'warn'
};

export interface IAppRowProps {
  readonly app: IApp;
  /** Its address in the page's own origin. */
  readonly url: string;
  readonly trans: TranslationBundle;
  readonly commands: CommandRegistry;
}

/** An app that is alive, among the ports. */
export function AppRow(props: IAppRowProps): React.JSX.Element {
  const { app, url, trans, commands } = props;
  const { name, title, state } = app;
  const run = (id: string, args: { isAnywhere?: true } = {}) => {
    void commands.execute(id, { name, ...args });
  };
  // Of those that are alive; started elsewhere.
  const isOutside = state === 'external';
  const canStop = !isOutside || app.detail?.stoppable === true;
  const words = isOutside
    ? trans.__('runs outside')
    : state === 'starting'
      ? trans.__('starting…')
      : state === 'unhealthy'
        ? trans.__('has trouble')
        : trans.__('running');
  return (
    <li
      className="jp-RemoteIDE-port"
      onKeyDown={event => {
        if (event.key === 'Delete' && canStop) {
          run(CommandIDs.stopApp);
        }
      }}
    >
      <div className="jp-RemoteIDE-row">
        <a
          className="jp-RemoteIDE-rowMain"
          href={url}
          target="_blank"
          rel="noopener"
          title={trans.__('Go on with %1', title)}
          onClick={event => {
            // With a modifier it is a link like any other.
            if (!(event.ctrlKey || event.metaKey || event.shiftKey)) {
              event.preventDefault();
              // The app goes on where it is: a tab that is there only comes to the front.
              run(CommandIDs.openApp, { isAnywhere: true });
            }
          }}
        >
          <span className="jp-RemoteIDE-rowText">
            <span className="jp-RemoteIDE-rowTitle">{title}</span>
            <span className="jp-RemoteIDE-rowMeta">
              <StateDot
                kind={isOutside ? 'ok' : (DOTS[state] ?? 'off')}
                label={words}
              />
            </span>
          </span>
        </a>
        <span className="jp-RemoteIDE-rowActions">
          {isOutside ? null : (
            <IconButton
              icon={listIcon}
              label={trans.__('Show the log of %1', title)}
              title={trans.__('Show log')}
              onClick={() => {
                run(CommandIDs.showAppLog);
              }}
            />
          )}
          {canStop ? (
            <IconButton
              icon={stopIcon}
              label={trans.__('Stop %1', title)}
              title={trans.__('Stop')}
              onClick={() => {
                run(CommandIDs.stopApp);
              }}
            />
          ) : null}
        </span>
      </div>
    </li>
  );
}
