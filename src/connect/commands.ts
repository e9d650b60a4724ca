import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ICommandPalette } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { CommandIDs, PALETTE_RANK } from '../core/commands';
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
  const args = {
    type: 'object' as const,
    properties: {
      client: {
        type: 'string' as const,
        enum: ids,
        description: 'The slug of a client; without it the first of these'
      }
    }
  };
  const add = (
    command: string,
    isNew: boolean,
    label: (client: IClient) => string
  ) => {
    app.commands.addCommand(command, {
      label: ({ client = ids[0] }) => {
        const found = CLIENTS.find(({ id }) => id === client);
        return found === undefined ? '' : label(found);
      },
      isEnabled: ({ client = ids[0] }) => ids.some(id => id === client),
      describedBy: { args },
      execute: ({ client = ids[0] }) => copy(client, isNew)
    });
    for (const client of ids) {
      palette?.addItem({
        command,
        args: { client },
        category: trans.__('Remote IDE'),
        rank: PALETTE_RANK
      });
    }
  };
  add(CommandIDs.copyConnectionUrl, false, client =>
    isByUrl(client)
      ? trans.__('Copy %1 Connection URL', client.name)
      : trans.__('Copy %1 Settings', client.name)
  );
  add(CommandIDs.createApiToken, true, client =>
    isByUrl(client)
      ? trans.__('Copy %1 Connection URL with a New Token', client.name)
      : trans.__('Copy %1 Settings with a New Token', client.name)
  );
}
