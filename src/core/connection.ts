import type { ServerConnection } from '@jupyterlab/services';

import { Client } from './client';
import { Watch } from './watch';

/** The one client and the one live socket of a page; nothing is sent until somebody asks. */
export function connectTo(serverSettings: ServerConnection.ISettings): {
  client: Client;
  watch: Watch;
} {
  return {
    client: new Client(serverSettings),
    watch: new Watch({ serverSettings })
  };
}
