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
import { canStop, type RemedyId, weightOf } from './remedies';
import { Trouble } from './trouble';
import { type IApp, isAbsent, isAlive, runsOutside } from './types';
import { dotOf, openWords, stateWord } from './words';

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
  const weight = weightOf(app);
  return (
    <li
      ref={box}
      className="jp-RemoteIDE-tile"
      data-state={app.state}
      onKeyDown={event => {
        if (event.key === 'Delete' && canStop(app) && model.hasServerHalf) {
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
      {problem !== undefined && !isAbsent(app) ? (
        <ErrorLine
          trans={trans}
          reason={problem.reason}
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
      {problem === undefined && weight !== null && app.reason !== null ? (
        <Trouble
          app={app}
          reason={app.reason}
          weight={weight}
          trans={trans}
          urlOf={path => model.urlOf(path)}
          onRemedy={id => {
            run(REMEDIES[id]);
          }}
        />
      ) : null}
      {model.logOf === name ? (
        <AppLog model={model} app={app} trans={trans} />
      ) : null}
    </li>
  );
}

/** The command of each remedy; opening what is in the way is a link. */
const REMEDIES: Readonly<Record<RemedyId, string>> = {
  open: CommandIDs.openApp,
  release: CommandIDs.releaseApp,
  show: CommandIDs.showApp,
  start: CommandIDs.restartApp,
  restart: CommandIDs.restartApp,
  stop: CommandIDs.stopApp,
  log: CommandIDs.showAppLog
};

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
          <StateDot kind={dotOf(app)} label={stateWord(trans, app)} />
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
  // Of what was not started from here there is neither a log nor a way to start it again.
  const isOurs = (isAlive(app) && !runsOutside(app)) || state === 'failed';
  return (
    <span className="jp-RemoteIDE-rowActions">
      {isOurs
        ? action(
            CommandIDs.showAppLog,
            trans.__('Show the log of %1', title),
            listIcon
          )
        : null}
      {isOurs
        ? action(
            CommandIDs.restartApp,
            trans.__('Restart %1', title),
            refreshIcon
          )
        : null}
      {canStop(app)
        ? action(CommandIDs.stopApp, trans.__('Stop %1', title), stopIcon)
        : null}
    </span>
  );
}
