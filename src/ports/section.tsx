import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import * as React from 'react';

import '../../src/ports/ports.css';

import type { IApp } from '../contract';
import type { IAppsModel } from '../tokens';
import { EmptyState } from '../ui/emptystate';
import { ErrorLine } from '../ui/errorline';
import { type IObservable, useModel, useRoving } from '../ui/hooks';
import { sentence } from '../ui/messages';
import { AppRow } from './approw';
import { groupPorts, type IPortRow, rankOf } from './groups';
import type { PortsModel } from './model';
import { PortRow } from './portrow';
import { isRoadless } from './types';

export interface IRunningSectionProps {
  readonly model: PortsModel;
  /** Null where the apps are turned off. */
  readonly apps: IAppsModel | null;
  readonly trans: TranslationBundle;
  readonly commands: CommandRegistry;
}

/** What runs now: apps that are alive and listening ports in one list. */
export default function RunningSection(
  props: IRunningSectionProps
): React.JSX.Element {
  const { model, apps, trans, commands } = props;
  const ports = useModel(model, m =>
    m.denied === null ? m.resource.data : null
  );
  const problem = useModel(model, m =>
    m.denied === null ? (m.resource.problem?.reason ?? null) : m.denied
  );
  const alive = useModel<IObservable, readonly IApp[]>(
    apps ?? model,
    () => apps?.alive ?? []
  );
  const cut = useModel(model, m => m.resource.cut);
  const [isAll, setAll] = React.useState(false);
  const roving = useRoving<HTMLUListElement>();
  const rows = groupPorts(ports ?? []);
  const hidden = rows.filter(row => row.main.hidden);
  const shown = inOrder(
    rows.filter(row => !row.main.hidden),
    alive
  );
  const isCutOff = (ports ?? []).some(row => !row.hidden && isRoadless(row));
  const titleOf = (name: string) =>
    apps?.apps.find(app => app.name === name)?.title ?? name;
  const portRow = (row: IPortRow) => (
    <PortRow
      key={row.main.id}
      model={model}
      row={row}
      trans={trans}
      commands={commands}
      titleOf={titleOf}
    />
  );
  return (
    <>
      {problem === null ? null : problem === 'no-server-half' ? (
        // The session strip says what to do about it; once is enough.
        <p className="jp-RemoteIDE-quiet">
          {trans.__('Listing what runs needs the server half of Remote IDE.')}
        </p>
      ) : (
        <ErrorLine
          trans={trans}
          reason={problem}
          actions={{
            retry: () => {
              void model.load();
            }
          }}
        />
      )}
      {ports === null && problem === null && shown.length === 0 ? (
        <p className="jp-RemoteIDE-quiet">{trans.__('Looking…')}</p>
      ) : null}
      {ports !== null && shown.length === 0 ? (
        <EmptyState
          text={trans.__(
            'Nothing is listening yet. Start a web app in a notebook or terminal and it shows up here in about a second.'
          )}
        />
      ) : null}
      {isCutOff ? (
        <p className="jp-RemoteIDE-quiet">{sentence(trans, 'no-proxy').text}</p>
      ) : null}
      {shown.length > 0 || isAll ? (
        <ul
          {...roving}
          className="jp-RemoteIDE-list"
          aria-label={trans.__('Running')}
        >
          {shown.map(item =>
            'name' in item ? (
              <AppRow
                key={item.name}
                app={item}
                url={model.absolute(item.open_url)}
                trans={trans}
                commands={commands}
              />
            ) : (
              portRow(item)
            )
          )}
          {isAll ? hidden.map(portRow) : null}
        </ul>
      ) : null}
      {ports !== null && cut > 0 ? (
        <p className="jp-RemoteIDE-quiet">
          {trans.__(
            'Only the first %1 of %2 ports are listed. To see the others, end programs or kernels that you no longer need.',
            ports.length,
            ports.length + cut
          )}
        </p>
      ) : null}
      <div className="jp-RemoteIDE-listFoot">
        {shown.length > 0 && !isCutOff ? (
          <span className="jp-RemoteIDE-quiet">
            {trans.__('Opens only for you, after login.')}
          </span>
        ) : null}
        {hidden.length > 0 ? (
          <button
            type="button"
            className="jp-RemoteIDE-button jp-mod-link"
            aria-expanded={isAll}
            onClick={() => {
              setAll(!isAll);
            }}
          >
            {isAll
              ? trans.__('Hide again')
              : trans._n('Show %1 hidden', 'Show %1 hidden', hidden.length)}
          </button>
        ) : null}
      </div>
    </>
  );
}

/** The newest first; what is no page of the web after all that is. */
function inOrder(
  ports: readonly IPortRow[],
  apps: readonly IApp[]
): (IPortRow | IApp)[] {
  const since = (item: IPortRow | IApp) =>
    'name' in item ? (item.since ?? 0) : item.main.since;
  const rank = (item: IPortRow | IApp) => ('name' in item ? 0 : rankOf(item));
  return [...ports, ...apps].sort(
    (a, b) => rank(a) - rank(b) || since(b) - since(a)
  );
}
