// What the tests in galata/ import: galata's `test`, with a server of its own for each worker.
import { test as galata } from '@jupyterlab/galata';

import { labIsReady } from './plain';
import { type IServer, type IServerOptions, startServer } from './server';

interface IWorker {
  /** Set by `test.use` at the top of a file: what the server is started with. */
  serverOptions: IServerOptions;
  server: IServer;
}

export const test = galata.extend<object, IWorker>({
  serverOptions: [{}, { option: true, scope: 'worker' }],
  server: [
    async ({ serverOptions, browser }, use) => {
      const server = await startServer({
        galata: true,
        token: '',
        ...serverOptions
      });
      // galata waits for 15 s at most; a server's first page may take longer.
      const cold = await browser.newPage();
      await cold.goto(`${server.url}lab`);
      await labIsReady(cold);
      await cold.close();
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 240_000 }
  ],
  baseURL: async ({ server }, use) => {
    // galata itself adds /lab.
    await use(server.url.replace(/\/$/, ''));
  }
});

export { expect } from '@jupyterlab/galata';
