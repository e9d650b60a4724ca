import type { TranslationBundle } from '@jupyterlab/translation';
import {
  folderIcon,
  listIcon,
  refreshIcon,
  stopIcon
} from '@jupyterlab/ui-components';
import type { LabIcon } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import * as React from 'react';

import { CommandIDs } from '../core/commands';
import { ErrorLine } from '../ui/errorline';
import { IconButton } from '../ui/iconbutton';
import { RowFace, RowLink } from '../ui/row';
import { StateDot } from '../ui/statedot';
import { Absent } from './absent';
import { hostPage } from './hostpage';
import { iconOf } from './icons';
import { AppLog } from './log';
import type { AppsModel } from './model';
import { canStop, type RemedyId, weightOf } from './remedies';
import { Trouble } from './trouble';
import { tabTitle } from './tabid';
import { type IApp, isAbsent, isAlive, runsOutside } from './types';
import { dotOf, openWords, runWords } from './words';

export interface ITileProps {
  readonly model: AppsModel;
  readonly app: IApp;
  /** By the server's clock, in epoch seconds; null where that is not known. */
  readonly now: number | null;
  readonly trans: TranslationBundle;
  readonly commands: CommandRegistry;
}

/** One app: what it is, how it is, and what can be done. */
export function AppTile(props: ITileProps): React.JSX.Element {
  const { model, app, now, trans, commands } = props;
  const { name, title } = app;
  const [isUnfolded, setUnfolded] = React.useState(false);
  const key = React.useId();
  const isPointed = model.pointed === name;
  const box = React.useRef<HTMLLIElement>(null);
  React.useEffect(() => {
    if (isPointed) {
      setUnfolded(true);
      box.current?.querySelector<HTMLElement>('a, button')?.focus();
      box.current?.scrollIntoView({ block: 'nearest' });
      model.point(null);
    }
  }, [isPointed, model]);
  const [here, ...others] = isAlive(app) ? app.folders : [];
  const run = (
    id: string,
    args: { isAnywhere?: true; folder?: string } = {}
  ) => {
    void commands.execute(id, { name, ...args });
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
          <button
            type="button"
            className="jp-RemoteIDE-rowMain"
            aria-expanded={isUnfolded}
            aria-controls={key}
            title={trans.__('What %1 needs', title)}
            onClick={() => {
              setUnfolded(!isUnfolded);
            }}
          >
            <Face app={app} trans={trans} now={now} />
          </button>
        ) : (
          <RowLink
            href={hostPage(model, app, here?.path ?? null)}
            title={
              isAlive(app)
                ? trans.__('Go on with %1', title)
                : openWords(trans, app)
            }
            onOpen={() => {
              // One that is alive goes on where it is: a tab that is there only comes to the front.
              run(CommandIDs.openApp, isAlive(app) ? { isAnywhere: true } : {});
            }}
          >
            <Face app={app} trans={trans} now={now} />
          </RowLink>
        )}
        {model.hasServerHalf && !isAbsent(app) ? (
          <TileActions app={app} trans={trans} run={run} />
        ) : null}
      </div>
      {others.map(({ path }) => (
        <div key={path} className="jp-RemoteIDE-row">
          <RowLink
            href={hostPage(model, app, path)}
            title={trans.__('Go on with %1', tabTitle(app, path))}
            onOpen={() => {
              run(CommandIDs.openApp, { folder: path });
            }}
          >
            <RowFace icon={iconOf(app)} name={tabTitle(app, path)} />
          </RowLink>
        </div>
      ))}
      {isAbsent(app) && isUnfolded ? (
        <Absent
          id={key}
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
  now: number | null;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { app, now, trans } = props;
  const words = runWords(trans, app, now);
  // Named as its tab is.
  const folder = isAlive(app) ? app.folders[0]?.path : null;
  return (
    <RowFace icon={iconOf(app)} name={tabTitle(app, folder ?? null)}>
      {words === '' ? undefined : <StateDot kind={dotOf(app)} label={words} />}
    </RowFace>
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
      {isAlive(app) && app.folder_argument !== null ? (
        <IconButton
          icon={folderIcon}
          label={openWords(trans, app)}
          onClick={() => {
            run(CommandIDs.openApp);
          }}
        />
      ) : null}
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
