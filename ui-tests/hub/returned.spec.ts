// What an app's answers may do to JupyterLab, and what another page's requests may do to apps, in a real browser.
import type { Browser, Page } from '@playwright/test';
import { join } from 'node:path';

import { expect, openLab, post, test } from '../plain';
import { cheapApp, ended, freePort, PYTHON, runAs } from '../programs';
import { type IServer, startServer } from '../server';

const SAYS = join(__dirname, '../../tests/apps/contract/says.py');

interface IAnswer {
  headers?: [string, string][];
  type?: string;
  body?: string;
}

/** The query by which that program answers so. */
const says = (answer: IAnswer) =>
  `?${encodeURIComponent(JSON.stringify(answer))}`;
const HTML = says({ type: 'text/html', body: '<title>App</title>' });
const WORKER = says({
  headers: [['Service-Worker-Allowed', '/']],
  type: 'text/javascript',
  body: 'self.addEventListener("fetch", e => e.respondWith(new Response("taken over")));'
});

/** The scope that the browser gave a worker, or the name of its error. */
async function register(
  page: Page,
  script: string,
  scope: string
): Promise<string> {
  return page.evaluate(
    async ([url, wish]) =>
      navigator.serviceWorker.register(url, { scope: wish }).then(
        given => new URL(given.scope).pathname,
        (error: unknown) => (error as DOMException).name
      ),
    [script, scope] as const
  );
}

test('an app takes nothing of the session over', async ({ page, server }) => {
  const port = await freePort();
  const program = runAs(server, PYTHON, SAYS, String(port));
  try {
    await openLab(page, server);
    await page.evaluate(() => {
      localStorage.setItem('kept', 'yes');
    });
    const before = (await page.context().cookies()).map(one => one.value);
    const app = await page.context().newPage();
    const prefix = `/a/b/proxy/${port}`;
    // Without the slash at first: a document gets it.
    await expect
      .poll(async () => {
        await app.goto(`${server.url}proxy/${port}${HTML}`);
        return app.title();
      })
      .toBe('App');
    expect(new URL(app.url()).pathname).toBe(`${prefix}/`);

    for (const scope of ['/', '/a/b/', '/a/b/proxy/', `${prefix}1/`]) {
      const script = `${prefix}/worker.js${WORKER}`;
      expect(await register(app, script, scope)).toBe('SecurityError');
    }
    const bare = says({ type: 'text/javascript' });
    for (const query of [WORKER, bare]) {
      const script = `${prefix}${query}`;
      expect(await register(app, script, '/a/b/proxy/')).toBe('SecurityError');
    }
    const own = `${prefix}/deep/worker.js${WORKER}`;
    expect(await register(app, own, `${prefix}/`)).toBe(`${prefix}/`);

    for (const value of ['"storage"', '"cookies"', '"*"']) {
      const query = says({ headers: [['Clear-Site-Data', value]] });
      await app.goto(`${server.url}proxy/${port}/${query}`);
      await app.evaluate(async url => fetch(url), `${prefix}/${query}`);
    }
    const scopes = await app.evaluate(async () =>
      (await navigator.serviceWorker.getRegistrations()).map(one => one.scope)
    );
    expect(scopes.map(one => new URL(one).pathname)).toEqual([`${prefix}/`]);

    expect(await page.evaluate(() => localStorage.getItem('kept'))).toBe('yes');
    const after = (await page.context().cookies()).map(one => one.value);
    expect(after).toEqual(expect.arrayContaining(before));
    const status = await app.goto(`${server.url}api/status`);
    expect(status?.status()).toBe(200);
  } finally {
    await ended(program);
  }
});

test('code-server’s own worker gets its own prefix', async ({
  page,
  server
}) => {
  await openLab(page, server);
  const scope = async () =>
    page.evaluate(async () => {
      const found = await navigator.serviceWorker.getRegistration();
      return found && new URL(found.scope).pathname;
    });
  // Whatever a test before has made of it on the server they share.
  await post(page, server, 'apps/code-server/start');
  await page.goto(`${server.url}code-server/`);
  await page.locator('.monaco-workbench').waitFor({ timeout: 120_000 });
  await expect.poll(scope).toBe('/a/b/code-server/');
});

/** All that a page can make a browser ask for by itself. */
const including = (url: string, policy: string) => `
  <meta name="referrer" content="${policy}">
  <img src="${url}"><script src="${url}"></script><link rel="stylesheet" href="${url}">
  <link rel="prefetch" href="${url}"><video src="${url}"></video><object data="${url}"></object>
  <iframe src="${url}"></iframe>
  <form id="form" method="post" action="${url}" target="frame"></form><iframe name="frame"></iframe>
  <a href="${url}">open</a>
  <script>
    fetch('${url}', { mode: 'no-cors', credentials: 'include' }).catch(() => {});
    new WebSocket('${url}'.replace('http', 'ws'));
    navigator.sendBeacon('${url}');
    document.getElementById('form').submit();
  </script>`;

async function state(page: Page, server: IServer): Promise<unknown> {
  const reply = await page.request.get(`${server.url}remote-ide/v1/apps`, {
    headers: { Authorization: `token ${server.token}` }
  });
  const rows = ((await reply.json()) as { apps: Record<string, unknown>[] })
    .apps;
  return rows.find(row => row.name === 'cheap')?.state;
}

/** `localhost` and a name: only the first makes browsers say where a request comes from. */
async function includesAndOpens(
  browser: Browser,
  server: IServer,
  name: string
): Promise<void> {
  const port = await freePort();
  const program = runAs(server, PYTHON, SAYS, String(port));
  const page = await browser.newPage();
  const url = server.url.replace('127.0.0.1', name);
  const asked: Record<string, string>[] = [];
  page.on('request', request => {
    if (request.url().startsWith(`${url}cheap/`)) {
      void request.allHeaders().then(headers => asked.push(headers));
    }
  });
  try {
    await page.goto(`${url}lab?token=${server.token}`);
    await page.locator('#jp-main-dock-panel').waitFor();
    for (const policy of ['unsafe-url', 'origin', 'no-referrer']) {
      const body = including(`${url}cheap/`, policy);
      const query = says({ type: 'text/html', body });
      await expect
        .poll(async () =>
          page.goto(`http://${name}:${port}/${query}`).then(
            () => 'there',
            () => 'not yet'
          )
        )
        .toBe('there');
      await page.waitForTimeout(2000);
      expect(await state(page, server), policy).toBe('stopped');
    }
    expect(asked.length).toBeGreaterThan(10);
    expect(asked.some(headers => headers.cookie?.includes('username-'))).toBe(
      true
    );
    expect(asked.some(headers => 'sec-fetch-site' in headers)).toBe(
      name === '127.0.0.1'
    );
    // A person who follows a link sees what opens; where the browser does not say so, they may have to say it.
    await page.getByRole('link', { name: 'open' }).click();
    const start = page.getByRole('button', { name: 'Start' });
    await expect
      .poll(async () => {
        if (await start.isVisible()) {
          // The page may become the app between the look and the press.
          await start.click({ timeout: 1000 }).catch(() => undefined);
        }
        return state(page, server);
      })
      .toBe('running');
  } finally {
    await page.close();
    await ended(program);
  }
}

test('what another page includes starts nothing', async ({ playwright }) => {
  const { executablePath, args = [] } =
    test.info().project.use.launchOptions ?? {};
  const browser = await playwright.chromium.launch({
    executablePath,
    args: [...args, '--host-resolver-rules=MAP jupyter.test 127.0.0.1']
  });
  try {
    for (const name of ['127.0.0.1', 'jupyter.test']) {
      const server = await startServer({
        baseUrl: '/a/b/',
        config: {
          ServerApp: { local_hostnames: ['localhost', 'jupyter.test'] },
          ServerProxy: { servers: { cheap: cheapApp('Cheap') } }
        }
      });
      try {
        await includesAndOpens(browser, server, name);
      } finally {
        await server.stop();
      }
    }
  } finally {
    await browser.close();
  }
});
