// The pages that the server sends by itself: in another language, and under a strict Content-Security-Policy.
import type { Page } from '@playwright/test';

import { axe } from '../axe';
import { openPanel, section } from '../panel';
import { expect, labIsReady, post, test } from '../plain';
import { cheapApp, ended, freePort, PYTHON, program, runAs } from '../programs';
import { choose, LOCALE, pseudoLanguage, untranslated } from '../pseudo';
import { type IServer, startServer } from '../server';

const TITLES = [
  'Cheap',
  'Held',
  'Ends',
  'Gone',
  'Error',
  'Fixed',
  'Odd',
  'RStudio'
];

/** An app in each state that a person may meet. */
function servers(port: number): Record<string, unknown> {
  return {
    cheap: cheapApp('Cheap'),
    held: cheapApp('Held', 'held', 'nobody-lets-it-go'),
    ends: cheapApp('Ends', 'exit1'),
    error: cheapApp('Error', 'status500'),
    fixed: { ...cheapApp('Fixed'), port },
    gone: { command: ['no-such-program'], launcher_entry: { title: 'Gone' } },
    rstudio: {
      command: ['rserver'],
      launcher_entry: { title: 'RStudio' }
    },
    'o+d': cheapApp('Odd')
  };
}

/** Every page once; `see` looks at each when it has its words. */
async function walk(
  page: Page,
  server: IServer,
  see: (what: string) => Promise<void>
): Promise<void> {
  const port = await freePort();
  const start = async (path: string, state: string) => {
    await page.goto(`${server.url}${path}`);
    await expect(page.locator(`main[data-state="${state}"]`)).toBeVisible();
    await expect(page.getByRole('status')).not.toBeEmpty();
    await see(`${path} ${state}`);
  };
  await start('held/', 'starting');
  await post(page, server, 'apps/held/stop');
  await start('held/', 'stopped');
  await start('ends/', 'failed');
  await start('gone/', 'missing');
  await start('rstudio/', 'missing');
  await expect(page.locator('#hint')).not.toBeEmpty();
  await start('error/', 'unhealthy');
  await start('fixed/', 'failed');
  await page.locator('#more button').click();
  await see('fixed/ asked');
  for (const path of [`proxy/${port}/`, 'o+d/']) {
    await page.goto(`${server.url}${path}`);
    await expect(page.locator('#status')).not.toBeEmpty();
    await see(path);
  }
  await page.goto(`${server.url}remote-ide/open/cheap`);
  await expect(
    page.frameLocator('iframe').getByText('the app answers')
  ).toBeVisible();
  await page.locator('#toggle').click();
  await expect(page.locator('#log')).toContainText('hello from the app');
  await see('open/cheap');
}

test('in another language no page has a word of English left', async ({
  page
}, info) => {
  test.setTimeout(300_000);
  const port = await freePort();
  const language = pseudoLanguage();
  const config = { ServerProxy: { servers: servers(port) } };
  for (const [app, baseUrl] of [
    ['lab', '/a/b/'],
    ['notebook', '/']
  ] as const) {
    const server = await startServer({
      app,
      baseUrl,
      config,
      env: language.env
    });
    const taken = runAs(server, PYTHON, program('flask_app.py'), String(port));
    try {
      await page.goto(`${server.url}api/status?token=${server.token}`);
      choose(server);
      await walk(page, server, async what => {
        const left = await untranslated(page.locator('body'), [
          ...TITLES,
          'python3'
        ]);
        expect(left, what).toEqual([]);
        expect(await page.title(), what).toMatch(/^(«.*»|\w+)$/);
        expect(await page.locator('html').getAttribute('lang')).toBe(LOCALE);
        const broken = await axe(page, 'html');
        expect(
          broken.filter(one => !one.includes('#app')),
          what
        ).toEqual([]);
        const name = what.replace(/\W+/g, '-');
        await page.screenshot({ path: info.outputPath(`${app}-${name}.png`) });
      });
    } finally {
      await ended(taken);
      await server.stop();
    }
  }
  language.remove();
});

/** The strictest under which they can do anything at all. */
const STRICT = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "frame-ancestors 'self'",
  "base-uri 'none'",
  "form-action 'none'"
].join('; ');

/** Counts what the browser refused in any of the pages. */
async function refusals(page: Page): Promise<string[]> {
  const seen: string[] = [];
  await page.exposeFunction('refused', (what: string) => {
    seen.push(what);
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', event => {
      const { violatedDirective, blockedURI, sourceFile } = event;
      (window as unknown as { refused: (what: string) => void }).refused(
        [violatedDirective, blockedURI, sourceFile].join(' ')
      );
    });
  });
  return seen;
}

test('the pages work under a strict Content-Security-Policy', async ({
  page
}) => {
  const port = await freePort();
  const server = await startServer({
    baseUrl: '/a/b/',
    config: {
      ServerApp: {
        tornado_settings: { headers: { 'Content-Security-Policy': STRICT } }
      },
      ServerProxy: { servers: servers(port) }
    }
  });
  const taken = runAs(server, PYTHON, program('flask_app.py'), String(port));
  try {
    await page.goto(`${server.url}api/status?token=${server.token}`);
    const seen = await refusals(page);
    const policies = new Set<string | undefined>();
    page.on('response', reply => {
      if (reply.request().isNavigationRequest() && reply.status() >= 500) {
        policies.add(reply.headers()['content-security-policy']);
      }
    });
    const sockets: string[] = [];
    page.on('websocket', socket => {
      sockets.push(new URL(socket.url()).pathname);
    });
    await walk(page, server, async what => {
      expect(seen, what).toEqual([]);
    });
    expect([...policies]).toEqual([STRICT]);
    expect(sockets).toContain('/a/b/remote-ide/v1/watch');
    // And the app comes, when it comes.
    await post(page, server, 'apps/cheap/stop');
    await page.goto(`${server.url}cheap/`);
    await page.getByRole('button', { name: 'Start' }).click();
    await expect(page.getByText('the app answers')).toBeVisible();
    expect(seen).toEqual([]);
  } finally {
    await ended(taken);
    await server.stop();
  }
});

/**
 * The strictest under which JupyterLab itself starts: it makes functions of schemas (`unsafe-eval`) and of styles
 * elements (`unsafe-inline`); its page has a script of its own that takes a token out of the address, which may fail.
 */
const LAB = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "frame-src 'self'",
  "worker-src 'self' blob:",
  "manifest-src 'self'",
  "frame-ancestors 'self'",
  "base-uri 'none'"
].join('; ');

test('the panel works under the strictest Content-Security-Policy that JupyterLab does', async ({
  page
}, info) => {
  const server = await startServer({
    baseUrl: '/a/b/',
    config: {
      ServerApp: {
        tornado_settings: { headers: { 'Content-Security-Policy': LAB } }
      },
      ServerProxy: { servers: { cheap: cheapApp('Cheap') } }
    }
  });
  try {
    await page.goto(`${server.url}api/status?token=${server.token}`);
    const seen = await refusals(page);
    await page.goto(`${server.url}lab?reset`);
    await labIsReady(page);
    const panel = await openPanel(page);
    await panel
      .getByRole('button', { name: 'Copy connection URL for VS Code' })
      .waitFor();
    await section(panel, 'Start')
      .getByRole('link', { name: /^Cheap/ })
      .click();
    await expect(
      page.frameLocator('iframe[title="Cheap"]').getByText('the app answers')
    ).toBeVisible();
    await page.screenshot({ path: info.outputPath('panel.png') });
    expect(
      seen.filter(one => !/^script\S* inline \S*\/lab$/.test(one))
    ).toEqual([]);
  } finally {
    await server.stop();
  }
});
