import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import * as React from 'react';

import { LinkButton } from '../ui/linkbutton';
import portsStyles from '../../src/ports/ports.raw.css';

import type { IAppsModel } from '../tokens';
import { ErrorLine } from '../ui/errorline';
import { useModel, useRoving } from '../ui/hooks';
import { sentence } from '../ui/messages';
import { groupPorts, type IPortRow } from './groups';
import type { PortsModel } from './model';
import { PortRow } from './portrow';
import { isRoadless } from './types';
import { addStyles } from '../ui/styles';

addStyles(portsStyles);

export interface IRunningSectionProps {
  readonly model: PortsModel;
  /** Null where the apps are turned off. */
  readonly apps: IAppsModel | null;
  readonly trans: TranslationBundle;
  readonly commands: CommandRegistry;
}

/** The programs that listen, below the apps that are alive. */
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
  const isAlone = useModel(apps ?? model, () => apps?.alive.length ?? 0) === 0;
  const cut = useModel(model, m => m.resource.cut);
  const [isAll, setAll] = React.useState(false);
  const roving = useRoving<HTMLUListElement>();
  const rows = groupPorts(ports ?? []);
  const hidden = rows.filter(row => row.main.hidden);
  const shown = rows.filter(row => !row.main.hidden);
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
          {trans.__('This needs the server half of Remote IDE.')}
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
      {ports === null && problem === null ? (
        <p className="jp-RemoteIDE-quiet">{trans.__('Looking…')}</p>
      ) : null}
      {ports !== null && shown.length === 0 && isAlone ? (
        <p className="jp-RemoteIDE-quiet">
          {trans.__(
            'Nothing is listening yet. Start a web app in a notebook or terminal and it shows up here.'
          )}
        </p>
      ) : null}
      {isCutOff ? (
        <p className="jp-RemoteIDE-quiet">{sentence(trans, 'no-proxy').text}</p>
      ) : null}
      {shown.length > 0 || isAll ? (
        <ul
          {...roving}
          className="jp-RemoteIDE-list"
          aria-label={trans.__('Ports')}
        >
          {shown.map(portRow)}
          {isAll ? hidden.map(portRow) : null}
        </ul>
      ) : null}
      {ports !== null && cut > 0 ? (
        <p className="jp-RemoteIDE-quiet">
          {trans.__(
            'Only the first %1 of %2 ports are listed. To see more, end programs or kernels that you no longer need.',
            ports.length,
            ports.length + cut
          )}
        </p>
      ) : null}
      <div className="jp-RemoteIDE-quiet jp-RemoteIDE-listFoot">
        {shown.length > 0 && !isCutOff ? (
          <span>{trans.__('Opens only for you, after login.')}</span>
        ) : null}
        {hidden.length > 0 ? (
          <LinkButton
            aria-expanded={isAll}
            onClick={() => {
              setAll(!isAll);
            }}
          >
            {isAll
              ? trans.__('Hide again')
              : trans._n('%1 hidden', '%1 hidden', hidden.length)}
          </LinkButton>
        ) : null}
      </div>
    </>
  );
}
