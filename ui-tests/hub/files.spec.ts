/* eslint jupyter/galata-prefer-filebrowser-helper: off -- galata works only at / */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Page } from '@playwright/test';

import { openPanel, section } from '../panel';
import { expect, labIsDrawn, labIsReady, test } from '../plain';
import { cheapApp, own } from '../programs';
import type { IServer } from '../server';

test.use({
  serverOptions: {
    baseUrl: '/a/b/',
    config: {
      ServerProxy: {
        servers: { slow: cheapApp('Slow', 'held', 'starts') }
      }
    }
  }
});

const SETTINGS = '.jupyter/lab/user-settings/jupyterlab-remote-ide';

async function stopSlow(page: Page, server: IServer): Promise<void> {
  const reply = await page.request.post(
    `${server.url}remote-ide/v1/apps/slow/stop`,
    { headers: { Authorization: `token ${server.token}` }, data: {} }
  );
  expect(reply.status()).toBe(202);
}

test.afterEach(async ({ page, server }) => {
  rmSync(join(server.home, SETTINGS), { recursive: true, force: true });
  rmSync(join(server.home, 'starts'), { force: true });
  rmSync(join(server.home, 'starts.go'), { force: true });
  await stopSlow(page, server);
});

test('the menu of a folder opens VS Code there, that of a file does not', async ({
  page,
  server
}, info) => {
  const folder = join(server.root, 'my project');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'only-here.txt'), 'x');
  writeFileSync(join(server.root, 'outside.txt'), 'x');
  own(server, server.root);
  await page.goto(`${server.url}lab?reset&token=${server.token}`);
  await labIsReady(page);
  // The apps are known: the menu could have the entry.
  await page
    .locator('.jp-LauncherCard:visible', { hasText: 'VS Code' })
    .first()
    .waitFor();
  const row = (hasText: string) =>
    page.locator('.jp-DirListing-item', { hasText });
  const menu = page.locator('.lm-Menu');
  const entry = menu.getByRole('menuitem', { name: /VS Code/ });
  await row('outside.txt').click({ button: 'right' });
  await expect(menu.getByText('Rename')).toBeVisible();
  await expect(entry).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(menu).toHaveCount(0);

  await row('my project').click({ button: 'right' });
  await expect(entry).toHaveText(['Open in VS Code']);
  await entry.click();
  const explorer = page
    .frameLocator('iframe[title^="VS Code"]')
    .locator('.explorer-folders-view .monaco-list-row');
  await expect(explorer.filter({ hasText: 'only-here.txt' })).toBeVisible({
    timeout: 60_000
  });
  await expect(explorer.filter({ hasText: 'outside.txt' })).toHaveCount(0);
  // The file browser stays where it was.
  await expect(row('outside.txt')).toBeVisible();
  await page.screenshot({ path: info.outputPath('folder.png') });
});

test('in a browser tab of its own an app has its state, its log and a way back', async ({
  page,
  server
}, info) => {
  const settings = join(server.home, SETTINGS);
  mkdirSync(settings, { recursive: true });
  writeFileSync(
    join(settings, 'apps.jupyterlab-settings'),
    '{ "openIn": "browser" }'
  );
  own(server, join(server.home, '.jupyter'));
  await page.goto(`${server.url}lab?reset&token=${server.token}`);
  await labIsReady(page);
  const tile = section(await openPanel(page), 'Apps').getByRole('link', {
    name: /^Slow/
  });
  const open = async () => {
    const [tab] = await Promise.all([
      page.context().waitForEvent('page'),
      tile.click()
    ]);
    await expect(tab).toHaveURL(`${server.url}remote-ide/open/slow`);
    return tab;
  };
  const tab = await open();
  const frame = tab.frameLocator('iframe[title="Slow"]');
  await expect(frame.getByRole('status')).toContainText('is starting');
  writeFileSync(join(server.home, 'starts.go'), '');
  await expect(frame.getByText('the app answers')).toBeVisible();
  await expect(tile).toContainText('running');
  await expect(tab).toHaveTitle('app');
  await tab.screenshot({ path: info.outputPath('host-page.png') });

  const log = tab.getByRole('region', { name: 'Log' });
  await expect(log).toBeHidden();
  await tab.getByRole('button', { name: 'Log', exact: true }).click();
  await expect(log).toContainText('hello from the app');
  expect(await log.innerText()).not.toContain('hunter2secret');

  // Stopped by somebody: reloading does not bring it back, a press does.
  await stopSlow(page, server);
  await expect(tile).toContainText('ready to start');
  await tab.getByRole('button', { name: 'Reload' }).click();
  await expect(frame.getByRole('status')).toContainText(
    'was stopped, and stays so'
  );
  await tab.reload();
  await expect(frame.getByRole('status')).toContainText(
    'was stopped, and stays so'
  );
  await tab.screenshot({ path: info.outputPath('stopped.png') });
  await frame.getByRole('button', { name: 'Start' }).click();
  await expect(frame.getByText('the app answers')).toBeVisible();
  const starts = readFileSync(join(server.home, 'starts'), 'utf8');
  expect(starts.trim().split('\n')).toHaveLength(2);

  const [bare] = await Promise.all([
    page.context().waitForEvent('page'),
    tab.getByRole('link', { name: 'Pop out' }).click()
  ]);
  await expect(bare).toHaveURL(`${server.url}slow/`);
  await expect(bare.getByText('the app answers')).toBeVisible();
  await bare.close();
  await tab.getByRole('link', { name: 'Back to JupyterLab' }).click();
  await expect(tab).toHaveURL(/\/a\/b\/lab/);
  await labIsDrawn(tab);
});

test('a page for an app that is not there says so', async ({
  page,
  server
}) => {
  await page.goto(`${server.url}login?token=${server.token}`);
  const reply = await page.goto(`${server.url}remote-ide/open/no-such-app`);
  expect(reply?.status()).toBe(404);
});
