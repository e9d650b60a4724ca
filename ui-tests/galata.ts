// What the tests in galata/ import: galata's `test`, with a server of its own for each worker.
import { test as galata } from '@jupyterlab/galata';

import { type IServer, type IServerOptions, startServer } from './server';

interface IWorker {
  /** Set by `test.use` at the top of a file: what the server is started with. */
  serverOptions: IServerOptions;
  server: IServer;
}

export const test = galata.extend<object, IWorker>({
  serverOptions: [{}, { option: true, scope: 'worker' }],
  server: [
    async ({ serverOptions }, use) => {
      const server = await startServer({
        galata: true,
        token: '',
        ...serverOptions
      });
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 90_000 }
  ],
  baseURL: async ({ server }, use) => {
    // galata itself adds /lab.
    await use(server.url.replace(/\/$/, ''));
  }
});

export { expect } from '@jupyterlab/galata';
