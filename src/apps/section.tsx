import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import * as React from 'react';

import appsStyles from '../../src/apps/apps.raw.css';

import type { IStatus } from '../contract';
import type { ISessionModel } from '../tokens';
import { ErrorLine } from '../ui/errorline';
import { type IObservable, useModel, useNow, useRoving } from '../ui/hooks';
import type { AppsModel } from './model';
import { AppTile } from './tile';
import { type IApp, isAbsent, isAlive, isOffered, isUnloaded } from './types';
import { addStyles } from '../ui/styles';

addStyles(appsStyles);

export interface IAppsSectionProps {
  readonly model: AppsModel;
  /** Absent where nobody asks for it. */
  readonly session?: ISessionModel | null;
  readonly trans: TranslationBundle;
  readonly commands: CommandRegistry;
  readonly announce: (text: string) => void;
}

/** What can be started here, the apps that lack something last; what runs stands among what runs. */
export default function StartSection(
  props: IAppsSectionProps
): React.JSX.Element {
  const { model, trans, announce, session } = props;
  const apps = useModel(model, m => (m.resource.data === null ? null : m.apps));
  const problem = useModel(model, m => m.resource.problem);
  const status = useModel<IObservable, IStatus | null>(
    session?.status ?? model,
    () => session?.status.data ?? null
  );
  const unloaded = status?.warnings.find(isUnloaded);
  useNews(apps, trans, announce);
  const retry = () => {
    void model.load();
  };
  if (apps === null) {
    return problem === null ? (
      <p className="jp-RemoteIDE-quiet">{trans.__('Loading…')}</p>
    ) : (
      <ErrorLine trans={trans} reason={problem.reason} actions={{ retry }} />
    );
  }
  const offered = apps.filter(isOffered);
  if (offered.length === 0) {
    return unloaded !== undefined ? (
      <ErrorLine
        trans={trans}
        reason={unloaded}
        context={{ detail: status?.details[unloaded] ?? '' }}
      />
    ) : (
      <p className="jp-RemoteIDE-quiet">
        {trans.__(
          'Your site offers no apps. Anything you start yourself appears under Running.'
        )}
      </p>
    );
  }
  return (
    <>
      {problem === null ? null : (
        <ErrorLine trans={trans} reason={problem.reason} actions={{ retry }} />
      )}
      <AppList
        {...props}
        label={trans.__('Apps')}
        apps={offered
          .filter(app => !isAlive(app))
          .sort((a, b) => Number(isAbsent(a)) - Number(isAbsent(b)))}
      />
    </>
  );
}

/** The apps that are alive, the newest first. */
export function RunningApps(
  props: IAppsSectionProps
): React.JSX.Element | null {
  const { model, trans } = props;
  const alive = useModel(model, m => m.alive);
  const apps = [...alive].sort((a, b) => (b.since ?? 0) - (a.since ?? 0));
  return <AppList {...props} label={trans.__('Running apps')} apps={apps} />;
}

function AppList(
  props: IAppsSectionProps & { label: string; apps: readonly IApp[] }
): React.JSX.Element | null {
  const { model, trans, commands, session, label, apps } = props;
  const roving = useRoving<HTMLUListElement>();
  // The server's clock: this computer's may be minutes off.
  const ahead = useModel<IObservable, number | null>(
    session?.session ?? model,
    () => session?.ahead ?? null
  );
  const now = useNow(30_000) / 1000;
  return apps.length === 0 ? null : (
    <ul {...roving} className="jp-RemoteIDE-list" aria-label={label}>
      {apps.map(app => (
        <AppTile
          key={app.name}
          model={model}
          app={app}
          now={ahead === null ? null : now + ahead}
          trans={trans}
          commands={commands}
        />
      ))}
    </ul>
  );
}

/** Says to screen readers when an app begins to run, fails or ends. */
function useNews(
  apps: readonly IApp[] | null,
  trans: TranslationBundle,
  announce: (text: string) => void
): void {
  const before = React.useRef<ReadonlyMap<string, IApp> | null>(null);
  React.useEffect(() => {
    if (apps === null) {
      return;
    }
    for (const app of apps) {
      const was = before.current?.get(app.name)?.state;
      if (was !== undefined && was !== app.state) {
        if (app.state === 'running') {
          announce(trans.__('%1 is running', app.title));
        } else if (app.state === 'failed') {
          announce(trans.__('%1 failed', app.title));
        } else if (app.state === 'stopped') {
          announce(trans.__('%1 has ended', app.title));
        }
      }
    }
    before.current = new Map(apps.map(app => [app.name, app]));
  }, [apps, trans, announce]);
}
