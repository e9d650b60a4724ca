// What the tests in hub/ import: plain Playwright, with a server or a hub of its own for each worker, where asked for.
import {
  expect,
  type Page,
  request,
  test as playwright
} from '@playwright/test';

import {
  type IHub,
  type IHubOptions,
  type IServer,
  type IServerOptions,
  startHub,
  startServer
} from './server';

interface IWorker {
  /** Set by `test.use` at the top of a file: what `server` is started with. */
  serverOptions: IServerOptions;
  /** Set by `test.use` at the top of a file: what `hub` is started with. */
  hubOptions: IHubOptions;
  /** JupyterLab under a prefix, with the ordinary token. */
  server: IServer;
  /** A JupyterHub at /jh/, where alice's server runs. */
  hub: IHub;
}

export const test = playwright.extend<object, IWorker>({
  serverOptions: [{ baseUrl: '/a/b/' }, { option: true, scope: 'worker' }],
  hubOptions: [
    { users: ['alice'], ownerTokens: true },
    { option: true, scope: 'worker' }
  ],
  server: [
    async ({ serverOptions }, use) => {
      const server = await startServer(serverOptions);
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 180_000 }
  ],
  hub: [
    async ({ hubOptions }, use) => {
      const hub = await startHub(hubOptions);
      await use(hub);
      await hub.stop();
    },
    { scope: 'worker', timeout: 240_000 }
  ]
});

/** Wait until JupyterLab is there and restored. */
export async function labIsReady(page: Page): Promise<void> {
  // In this order: the splash screen comes late, and goes when the layout is restored.
  await page.locator('.jp-Launcher-body').first().waitFor();
  await page.locator('#jupyterlab-splash').waitFor({ state: 'detached' });
}

/** Wait until JupyterLab is drawn: Chromium may hang where a page is closed in the middle of its start. */
export async function labIsDrawn(page: Page): Promise<void> {
  await page.locator('#jp-main-dock-panel').waitFor();
}

/** Seconds on the page's own clock, once that is `page.clock`; what it asks for in them is answered as always. */
export async function letPass(page: Page, seconds: number): Promise<void> {
  for (let passed = 0; passed < seconds; passed += 2) {
    await page.clock.runFor(2000);
    await page.waitForTimeout(100);
  }
}

/** Not by `?reset`: what a page that is left at once has restored before it may stay. */
async function forgetLayout(url: string, token: string): Promise<void> {
  // A browser of its own, which is given no cookie of the page's; nginx here has a certificate of nobody's.
  const asked = await request.newContext({ ignoreHTTPSErrors: true });
  await asked.delete(`${url}lab/api/workspaces/default`, {
    headers: { Authorization: `token ${token}` }
  });
  await asked.dispose();
}

/** Open JupyterLab of a server with its token, with nothing open that a test before has left. */
export async function openLab(page: Page, server: IServer): Promise<void> {
  await forgetLayout(server.url, server.token);
  await page.goto(`${server.url}lab?token=${server.token}`);
  await labIsReady(page);
}

/** Log in to the hub as this user and open JupyterLab of their server, with nothing open. */
export async function openHubLab(
  page: Page,
  hub: IHub,
  user: string
): Promise<void> {
  await page.goto(`${hub.url}hub/login`);
  await page.getByLabel('Username').fill(user);
  await page.getByLabel('Password').fill(hub.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(/\/(user|hub\/home|hub\/spawn)/);
  const url = `${hub.url}user/${encodeURIComponent(user)}/`;
  await forgetLayout(url, hub.apiToken);
  await page.goto(`${url}lab`);
  await labIsReady(page);
}

/** What a press on a button of ours asks of the server, for who is logged in. */
export async function post(
  page: Page,
  server: IServer,
  path: string
): Promise<void> {
  const cookies = await page.context().cookies(server.url);
  const xsrf = cookies.find(one => one.name === '_xsrf')?.value ?? '';
  const reply = await page.request.post(`${server.url}remote-ide/v1/${path}`, {
    headers: { 'X-XSRFToken': xsrf },
    data: {}
  });
  expect(reply.ok(), await reply.text()).toBe(true);
}

export { expect };
