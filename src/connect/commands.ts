import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ICommandPalette } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { CommandIDs, PALETTE_RANK } from '../core/commands';
import { hubUrl } from '../core/hub';
import { CLIENTS, isByUrl } from './clients';
import type { IClient } from './types';

/** What the commands need. */
export interface ICommandsOptions {
  readonly app: JupyterFrontEnd;
  readonly trans: TranslationBundle;
  readonly palette: ICommandPalette | null;
  /** Copies what the client of this id needs, with a new token in any case or only where none is held. */
  readonly copy: (client: unknown, isNew: boolean) => Promise<void>;
}

/** Adds copy-connection-url and create-apitoken, and both to the palette for each client. */
export function addCommands(options: ICommandsOptions): void {
  const { app, trans, palette, copy } = options;
  const ids = CLIENTS.map(({ id }) => id);
  // Each has nothing to connect to where the other has.
  const absent = hubUrl('') === null ? 'hub-url' : 'ssh';
  const client = {
    type: 'string' as const,
    enum: ids,
    description: 'The slug of a client; without it the first of these'
  };
  const idOf = (args: ReadonlyPartialJSONObject) => args.client ?? ids[0];
  for (const [command, isNew] of [
    [CommandIDs.copyConnectionUrl, false],
    [CommandIDs.createApiToken, true]
  ] as const) {
    const has = ({ isOnItsOwn }: IClient) => !(isNew && isOnItsOwn);
    app.commands.addCommand(command, {
      label: args => {
        const found = CLIENTS.find(({ id }) => id === idOf(args));
        if (found === undefined) {
          return '';
        }
        const { name } = found;
        if (isByUrl(found)) {
          return isNew
            ? trans.__('Copy %1 Connection URL with a New Token', name)
            : trans.__('Copy %1 Connection URL', name);
        }
        return isNew
          ? trans.__('Copy %1 Settings with a New Token', name)
          : trans.__('Copy %1 Settings', name);
      },
      isEnabled: args =>
        CLIENTS.some(found => found.id === idOf(args) && has(found)),
      describedBy: { args: { type: 'object', properties: { client } } },
      execute: args => copy(idOf(args), isNew)
    });
    for (const found of CLIENTS) {
      if (found.family !== absent && has(found)) {
        palette?.addItem({
          command,
          args: { client: found.id },
          category: trans.__('Remote IDE'),
          rank: PALETTE_RANK
        });
      }
    }
  }
}
