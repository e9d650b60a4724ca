import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { typeUntil } from '../keys';
import { openPanel, section } from '../panel';
import { expect, labIsReady, openLab, test } from '../plain';
import { own, PATH_WITH_STAND_IN, program } from '../programs';
import { type IServer, startServer } from '../server';

test.use({
  serverOptions: {
    baseUrl: '/a/b/',
    env: {
      PATH: PATH_WITH_STAND_IN,
      JUPYTER_REMOTE_DESKTOP_PROXY_XSTARTUP: program('xstartup.sh')
    }
  }
});

/** Apps in sight are looked at every second. */
const OFTEN = `
import jupyterlab_remote_ide.apps.manager as manager
import jupyterlab_remote_ide.apps.watching as watching
assert watching.HEALTH_SECONDS == manager.HEALTH_SECONDS == 5
watching.HEALTH_SECONDS = manager.HEALTH_SECONDS = 1
`;

/** Where the terminal's window is in the picture. */
const WINDOW = { x: 200, y: 200 };

/** How many connections TigerVNC took, by its own log. */
function guests(server: IServer): number {
  const folder = join(server.home, '.vnc');
  const logs = readdirSync(folder).filter(name => name.endsWith('.log'));
  const text = logs.map(name => readFileSync(join(folder, name), 'utf8'));
  return text.join('').split('Connections: accepted').length - 1;
}

test('the Desktop opens with real TigerVNC and takes what is typed', async ({
  page,
  server
}, info) => {
  test.setTimeout(300_000);
  const config = join(server.home, '.jupyter/jupyter_server_config.py');
  writeFileSync(config, OFTEN);
  own(server, config);
  await server.restart('SIGTERM');
  await page.goto(`${server.url}lab?reset&token=${server.token}`);
  await labIsReady(page);
  const panel = await openPanel(page);
  const apps = section(panel, 'Start');
  await apps.getByRole('link', { name: /Desktop/ }).click();
  const frame = page.frameLocator('iframe[title="Desktop"]');
  const canvas = frame.locator('canvas').first();
  await canvas.waitFor({ timeout: 60_000 });
  await typeUntil(
    page,
    canvas,
    'echo typed-$((6*7)) | tee ~/typed',
    join(server.home, 'typed'),
    'typed-42\n',
    WINDOW
  );
  await page.screenshot({ path: info.outputPath('desktop.png') });

  // In sight for so many looks nobody knocks: TigerVNC shuts everybody out after five who said nothing.
  const before = guests(server);
  expect(before).toBeGreaterThan(0);
  await page.waitForTimeout(8000);
  expect(guests(server)).toBe(before);
  await page.goto(`${server.url}desktop/`);
  await page.locator('canvas').first().waitFor();
  await expect(page.getByText('Connected', { exact: true })).toBeVisible();
  await typeUntil(
    page,
    page.locator('canvas').first(),
    'echo again > ~/again',
    join(server.home, 'again'),
    'again\n',
    WINDOW
  );
});

test('a tab of a Desktop that was stopped says so, and follows its next start', async ({
  page,
  server
}) => {
  await page.goto(`${server.url}lab?reset&token=${server.token}`);
  await labIsReady(page);
  const panel = await openPanel(page);
  // Wherever it stands: the test before may have left it running.
  await panel.getByRole('link', { name: /Desktop/ }).click();
  const frame = page.frameLocator('iframe[title="Desktop"]');
  await frame.locator('canvas').first().waitFor({ timeout: 60_000 });
  await panel.getByRole('button', { name: 'Stop Desktop' }).click();
  await page.getByRole('dialog').getByRole('button', { name: /Stop/ }).click();
  const start = page.getByRole('button', {
    name: 'Start Desktop',
    exact: true
  });
  await expect(start).toBeVisible();
  await start.click();
  await frame.locator('canvas').first().waitFor({ timeout: 60_000 });
});

test('RStudio’s stand-in opens through the real jupyter-rsession-proxy', async ({
  page,
  server
}, info) => {
  await page.goto(`${server.url}lab?reset&token=${server.token}`);
  await labIsReady(page);
  const panel = await openPanel(page);
  const apps = section(panel, 'Start');
  await apps.getByRole('link', { name: /RStudio/ }).click();
  const frame = page.frameLocator('iframe[title^="RStudio"]');
  await expect(frame.locator('#stand-in')).toHaveText(
    'RStudio Server (stand-in)',
    {
      timeout: 60_000
    }
  );
  await expect(frame.locator('#root')).toHaveText('/a/b/rstudio');
  // Its script reached the program, past cookies and absolute redirects.
  const inner = page.frames().find(one => one.url().includes('/rstudio'));
  await expect
    .poll(() => inner?.title())
    .toBe('RStudio Server (stand-in) ready');
  await page.screenshot({ path: info.outputPath('rstudio-stand-in.png') });
});

test('where RStudio is not installed, its tile says what to do', async ({
  page
}) => {
  const server = await startServer({ env: { PATH: '/bin-without' } });
  try {
    await openLab(page, server);
    const apps = section(await openPanel(page), 'Start');
    await apps.getByRole('button', { name: /RStudio/ }).click();
    await expect(apps.getByText(/Install RStudio Server/)).toBeVisible();
  } finally {
    await server.stop();
  }
});
