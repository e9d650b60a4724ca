import type { TranslationBundle } from '@jupyterlab/translation';
import { stopIcon } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import * as React from 'react';

import { CommandIDs } from '../core/commands';
import { CopyButton } from '../ui/copybutton';
import { ErrorLine } from '../ui/errorline';
import { IconButton } from '../ui/iconbutton';
import { sentence } from '../ui/messages';
import { StateDot } from '../ui/statedot';
import type { PortsModel } from './model';
import { splitIcon } from './icons';
import type { IPortRow } from './groups';
import { type IPort, isRoadless } from './types';
import { dotOf, kindWord, starterWords } from './words';

export interface IPortRowProps {
  readonly model: PortsModel;
  readonly row: IPortRow;
  readonly trans: TranslationBundle;
  readonly commands: CommandRegistry;
  /** The title of an app, for what an app started. */
  readonly titleOf: (app: string) => string;
}

/** One program that listens: where it opens, who started it, what can be done. */
export function PortRow(props: IPortRowProps): React.JSX.Element {
  const { model, row, trans, commands, titleOf } = props;
  const { main, others } = row;
  const { id, port, reachable, why, hint } = main;
  const url = model.urlOf(main);
  const problem = model.problems.get(id);
  const run = (command: string, args: { split?: boolean } = {}) => {
    void commands.execute(command, { id, ...args });
  };
  const isDimmed = !reachable || main.hidden;
  const reason =
    why !== null && isDimmed && !isRoadless(main)
      ? sentence(trans, why).text
      : '';
  const meta = [
    main.hidden ? reason : kindWord(trans, main),
    starterWords(trans, main, titleOf),
    others.length === 0
      ? ''
      : trans._n(
          'also port %2',
          'also ports %2',
          others.length,
          others.map(other => other.port).join(', ')
        )
  ].filter(text => text !== '');
  return (
    <li
      className={`jp-RemoteIDE-port${isDimmed ? ' jp-mod-dimmed' : ''}`}
      onKeyDown={event => {
        if (event.key === 'Delete') {
          run(CommandIDs.stopPort);
        }
      }}
    >
      <div className="jp-RemoteIDE-row">
        <Name
          port={main}
          url={url}
          trans={trans}
          meta={meta.join(' · ')}
          title={[model.linkOf(main), main.folder ?? '']
            .filter(text => text !== '')
            .join('\n')}
        />
        <span className="jp-RemoteIDE-rowActions">
          {url === null ? null : (
            <>
              <IconButton
                icon={splitIcon}
                label={trans.__('Open port %1 beside', port)}
                title={trans.__('Open in a tab beside')}
                onClick={() => {
                  run(CommandIDs.openPort, { split: true });
                }}
              />
              <CopyButton
                trans={trans}
                text={() => url}
                label={trans.__('Copy the URL of port %1', port)}
              />
            </>
          )}
          {canStop(main) ? (
            <IconButton
              icon={stopIcon}
              label={trans.__('Stop the program on port %1', port)}
              title={trans.__('Stop the program')}
              onClick={() => {
                run(CommandIDs.stopPort);
              }}
            />
          ) : null}
        </span>
      </div>
      {reason === '' || main.hidden ? null : (
        <p className="jp-RemoteIDE-why">{reason}</p>
      )}
      {hint === null ? null : (
        <details className="jp-RemoteIDE-hint">
          <summary>{trans.__('If the page looks broken')}</summary>
          <code>{hint}</code>
          <CopyButton
            trans={trans}
            text={() => hint}
            label={trans.__('Copy the fix for port %1', port)}
          />
        </details>
      )}
      {problem === undefined ? null : (
        <ErrorLine trans={trans} reason={problem.reason} />
      )}
    </li>
  );
}

/** Stopping wants a process that is known, and is not for what the server itself runs. */
function canStop({ pid, hidden, why }: IPort): boolean {
  return pid !== null && !(hidden && why !== 'not-http' && why !== 'side-port');
}

function Name(props: {
  port: IPort;
  url: string | null;
  trans: TranslationBundle;
  meta: string;
  title: string;
}): React.JSX.Element {
  const { port, url, trans, meta, title } = props;
  const name = port.label;
  const inside = (
    <span className="jp-RemoteIDE-rowText">
      <span className="jp-RemoteIDE-rowTitle">
        {name === '' ? trans.__('Port %1', port.port) : name}
        {name === '' ? null : (
          <span className="jp-RemoteIDE-portNumber">{` :${port.port}`}</span>
        )}
      </span>
      <span className="jp-RemoteIDE-rowMeta">
        <StateDot kind={dotOf(port)} label={meta} />
      </span>
    </span>
  );
  return url === null ? (
    <span className="jp-RemoteIDE-rowMain" title={title} data-roving="">
      {inside}
    </span>
  ) : (
    <a
      className="jp-RemoteIDE-rowMain"
      href={url}
      target="_blank"
      rel="noopener"
      title={title}
    >
      {inside}
    </a>
  );
}
