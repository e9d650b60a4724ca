import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import * as React from 'react';

import '../../src/apps/apps.css';

import type { Resource } from '../core/resource';
import type { IStatus } from '../contract';
import { EmptyState } from '../ui/emptystate';
import { ErrorLine } from '../ui/errorline';
import { type IObservable, useModel, useRoving } from '../ui/hooks';
import type { AppsModel } from './model';
import { AppTile } from './tile';
import { type IApp, isAbsent, isOffered, isUnloaded } from './types';

export interface IAppsSectionProps {
  readonly model: AppsModel;
  /** Absent where nobody asks for it. */
  readonly status?: Resource<IStatus> | null;
  readonly trans: TranslationBundle;
  readonly commands: CommandRegistry;
  readonly announce: (text: string) => void;
}

/** What can be started here, the apps that lack something last. */
export default function AppsSection(
  props: IAppsSectionProps
): React.JSX.Element {
  const { model, trans, commands, announce } = props;
  const apps = useModel(model, m => (m.resource.data === null ? null : m.apps));
  const problem = useModel(model, m => m.resource.problem);
  const status = useModel<IObservable, IStatus | null>(
    props.status ?? model,
    () => props.status?.data ?? null
  );
  const unloaded = status?.warnings.find(isUnloaded);
  const roving = useRoving<HTMLUListElement>();
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
      <EmptyState
        text={trans.__(
          'Your site offers no apps. Anything you start yourself appears under Running.'
        )}
      />
    );
  }
  const sorted = offered.sort(
    (a, b) => Number(isAbsent(a)) - Number(isAbsent(b))
  );
  return (
    <>
      {problem === null ? null : (
        <ErrorLine trans={trans} reason={problem.reason} actions={{ retry }} />
      )}
      <ul
        {...roving}
        className="jp-RemoteIDE-list"
        aria-label={trans.__('Apps')}
      >
        {sorted.map(app => (
          <AppTile
            key={app.name}
            model={model}
            app={app}
            trans={trans}
            commands={commands}
          />
        ))}
      </ul>
    </>
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
