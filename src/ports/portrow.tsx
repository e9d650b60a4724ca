import type { TranslationBundle } from '@jupyterlab/translation';
import { buildIcon, launchIcon, stopIcon } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import * as React from 'react';

import { CommandIDs } from '../core/commands';
import { CopyButton } from '../ui/copybutton';
import { ErrorLine } from '../ui/errorline';
import { IconButton } from '../ui/iconbutton';
import { sentence } from '../ui/messages';
import { RowFace, RowLink } from '../ui/row';
import { StateDot } from '../ui/statedot';
import { type IPortRow, isInner } from './groups';
import { plugIcon, webIcon } from './icons';
import type { PortsModel } from './model';
import { isRoadless } from './types';
import { addressWords, dotOf, kindWord, starterWords } from './words';

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
  const [isHinted, setHinted] = React.useState(false);
  const key = React.useId();
  const url = model.urlOf(main);
  const problem = model.problems.get(id);
  const run = (command: string, args: { newBrowserTab?: true } = {}) => {
    void commands.execute(command, { id, ...args });
  };
  const isDimmed = !reachable || main.hidden;
  const reason =
    why !== null && isDimmed && !isRoadless(main)
      ? sentence(trans, why).text
      : '';
  const meta = [
    main.label === '' ? '' : String(port),
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
  ].filter(Boolean);
  const title = [addressWords(trans, main, model.linkOf(main)), main.folder]
    .filter(Boolean)
    .join('\n');
  const face = (
    <RowFace
      icon={main.kind === 'tcp' ? plugIcon : webIcon}
      name={main.label === '' ? trans.__('Port %1', port) : main.label}
    >
      <StateDot kind={dotOf(main)} label={meta.join(' · ')} />
    </RowFace>
  );
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
        {url === null ? (
          <span className="jp-RemoteIDE-rowMain" title={title} data-roving="">
            {face}
          </span>
        ) : (
          <RowLink
            href={url}
            title={title}
            onOpen={() => {
              run(CommandIDs.openPort);
            }}
          >
            {face}
          </RowLink>
        )}
        <span className="jp-RemoteIDE-rowActions">
          {url === null ? null : (
            <>
              <IconButton
                icon={launchIcon}
                label={trans.__('Open port %1 in a browser tab', port)}
                onClick={() => {
                  run(CommandIDs.openPort, { newBrowserTab: true });
                }}
              />
              <CopyButton
                trans={trans}
                text={() => url}
                label={trans.__('Copy the URL of port %1', port)}
              />
            </>
          )}
          {hint === null ? null : (
            <IconButton
              icon={buildIcon}
              label={trans.__('If the page of port %1 looks broken', port)}
              aria-controls={key}
              aria-expanded={isHinted}
              onClick={() => {
                setHinted(!isHinted);
              }}
            />
          )}
          {main.pid !== null && !isInner(main) ? (
            <IconButton
              icon={stopIcon}
              label={trans.__('Stop the program on port %1', port)}
              onClick={() => {
                run(CommandIDs.stopPort);
              }}
            />
          ) : null}
        </span>
      </div>
      {reason === '' || main.hidden ? null : (
        <p className="jp-RemoteIDE-quiet">{reason}</p>
      )}
      {hint !== null && isHinted ? (
        <div id={key} className="jp-RemoteIDE-hint">
          <p className="jp-RemoteIDE-quiet">
            {trans.__('If the page looks broken:')}
          </p>
          <div className="jp-RemoteIDE-secret">
            <code className="jp-RemoteIDE-secretText">{hint}</code>
            <CopyButton
              trans={trans}
              text={() => hint}
              label={trans.__('Copy the fix for port %1', port)}
            />
          </div>
        </div>
      ) : null}
      {problem === undefined ? null : (
        <ErrorLine trans={trans} reason={problem.reason} />
      )}
    </li>
  );
}
