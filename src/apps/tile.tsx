import type { TranslationBundle } from '@jupyterlab/translation';
import { listIcon, refreshIcon, stopIcon } from '@jupyterlab/ui-components';
import type { LabIcon } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import * as React from 'react';

import { CommandIDs } from '../core/commands';
import { ErrorLine } from '../ui/errorline';
import { IconButton } from '../ui/iconbutton';
import { StateDot } from '../ui/statedot';
import { Absent } from './absent';
import { iconOf } from './icons';
import { AppLog } from './log';
import type { AppsModel } from './model';
import { type IApp, isAbsent, isAlive } from './types';
import { openWords, STATE_DOTS, stateWord } from './words';

export interface ITileProps {
  readonly model: AppsModel;
  readonly app: IApp;
  readonly trans: TranslationBundle;
  readonly commands: CommandRegistry;
}

/** One app: what it is, how it is, and what can be done. */
export function AppTile(props: ITileProps): React.JSX.Element {
  const { model, app, trans, commands } = props;
  const { name, title } = app;
  const isPointed = model.pointed === name;
  const box = React.useRef<HTMLLIElement>(null);
  React.useEffect(() => {
    if (isPointed) {
      box.current?.querySelector<HTMLElement>('button')?.focus();
      box.current?.scrollIntoView({ block: 'nearest' });
      model.point(null);
    }
  }, [isPointed, model]);
  const run = (id: string) => {
    void commands.execute(id, { name });
  };
  const problem = model.problems.get(name);
  const reason = problem?.reason ?? (isTrouble(app) ? app.reason : null);
  return (
    <li
      ref={box}
      className="jp-RemoteIDE-tile"
      data-state={app.state}
      onKeyDown={event => {
        if (event.key === 'Delete' && isAlive(app) && model.hasServerHalf) {
          run(CommandIDs.stopApp);
        }
      }}
    >
      <div className="jp-RemoteIDE-row">
        {isAbsent(app) ? (
          <span className="jp-RemoteIDE-rowMain">
            <Face app={app} trans={trans} />
          </span>
        ) : (
          <a
            className="jp-RemoteIDE-rowMain"
            href={model.urlOf(app.open_url)}
            target="_blank"
            rel="noopener"
            title={openWords(trans, app)}
            onClick={event => {
              // With a modifier it is a link like any other.
              if (!(event.ctrlKey || event.metaKey || event.shiftKey)) {
                event.preventDefault();
                run(CommandIDs.openApp);
              }
            }}
          >
            <Face app={app} trans={trans} />
          </a>
        )}
        {model.hasServerHalf && !isAbsent(app) ? (
          <TileActions app={app} trans={trans} run={run} />
        ) : null}
      </div>
      {isAbsent(app) ? (
        <Absent
          app={app}
          trans={trans}
          onAgain={async () => {
            await model.load();
            return model.resource.problem === null;
          }}
        />
      ) : null}
      {reason !== null && !isAbsent(app) ? (
        <ErrorLine
          trans={trans}
          reason={reason}
          context={{ name: title }}
          actions={{
            'show-log': () => {
              run(CommandIDs.showAppLog);
            },
            start: () => {
              run(CommandIDs.restartApp);
            }
          }}
        />
      ) : null}
      {model.logOf === name ? (
        <AppLog model={model} app={app} trans={trans} />
      ) : null}
    </li>
  );
}

function isTrouble({ state, reason }: IApp): boolean {
  return (
    state === 'failed' ||
    state === 'unhealthy' ||
    (state === 'external' && reason === 'not-answering')
  );
}

/** Icon, title and state; what the one big control of a tile shows. */
export function Face(props: {
  app: IApp;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { app, trans } = props;
  const Icon = iconOf(app);
  return (
    <>
      <Icon.react
        tag="span"
        className="jp-RemoteIDE-rowIcon"
        aria-hidden="true"
      />
      <span className="jp-RemoteIDE-rowText">
        <span className="jp-RemoteIDE-rowTitle">{app.title}</span>{' '}
        <span className="jp-RemoteIDE-rowMeta">
          <StateDot
            kind={STATE_DOTS[app.state]}
            label={stateWord(trans, app)}
          />
        </span>
      </span>
    </>
  );
}

function TileActions(props: {
  app: IApp;
  trans: TranslationBundle;
  run: (id: string) => void;
}): React.JSX.Element {
  const { app, trans, run } = props;
  const { title, state } = app;
  const action = (id: string, label: string, icon: LabIcon) => (
    <IconButton
      icon={icon}
      label={label}
      onClick={() => {
        run(id);
      }}
    />
  );
  const canStop = isAlive(app);
  return (
    <span className="jp-RemoteIDE-rowActions">
      {canStop || state === 'failed'
        ? action(
            CommandIDs.showAppLog,
            trans.__('Show the log of %1', title),
            listIcon
          )
        : null}
      {canStop || state === 'failed'
        ? action(
            CommandIDs.restartApp,
            trans.__('Restart %1', title),
            refreshIcon
          )
        : null}
      {canStop
        ? action(CommandIDs.stopApp, trans.__('Stop %1', title), stopIcon)
        : null}
    </span>
  );
}
