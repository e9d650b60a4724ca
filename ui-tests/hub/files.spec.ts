/* eslint jupyter/galata-prefer-filebrowser-helper: off -- galata works only at / */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Locator, Page } from '@playwright/test';

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

test('the menu of a folder opens VS Code there, and so do a file, an editor at its line, and empty space', async ({
  page,
  server
}, info) => {
  const folder = join(server.root, 'my project');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'only-here.txt'), 'x');
  writeFileSync(join(server.root, 'outside.txt'), 'one\ntwo\nthree\n');
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
  await row('my project').click({ button: 'right' });
  await expect(entry).toHaveText(['Open in VS Code']);
  await entry.click();
  const explorer = page
    .frameLocator('iframe[title^="VS Code"]:visible')
    .locator('.explorer-folders-view .monaco-list-row');
  await expect(explorer.filter({ hasText: 'only-here.txt' })).toBeVisible({
    timeout: 60_000
  });
  await expect(explorer.filter({ hasText: 'outside.txt' })).toHaveCount(0);
  // The file browser stays where it was.
  await expect(row('outside.txt')).toBeVisible();
  await page.screenshot({ path: info.outputPath('folder.png') });

  // Empty space: the folder that is shown. Beside an item there is one entry, the item's own.
  const space = page.locator('.jp-DirListing-content:visible');
  const box = await space.boundingBox();
  await space.click({
    button: 'right',
    position: { x: 20, y: (box?.height ?? 0) - 10 }
  });
  await expect(entry).toHaveText(['Open in VS Code']);
  await entry.click();
  await expect(explorer.filter({ hasText: 'outside.txt' })).toBeVisible({
    timeout: 60_000
  });

  await row('outside.txt').click({ button: 'right' });
  await expect(entry).toHaveText(['Open in VS Code']);
  await entry.click();
  const workbench = page.frameLocator('iframe[title^="VS Code"]:visible');
  const open = workbench.locator('.tabs-container .tab', {
    hasText: 'outside.txt'
  });
  await expect(open.first()).toBeVisible({ timeout: 60_000 });

  // From JupyterLab's own editor, at the line of its cursor.
  await row('outside.txt').dblclick();
  const editor = page.locator('.jp-FileEditor:visible .cm-content');
  await editor.getByText('three').click();
  await editor.click({ button: 'right' });
  await expect(entry).toHaveText(['Open in VS Code']);
  await entry.click();
  await expect(workbench.getByText(/Ln \d+, Col 1/)).toHaveText(/Ln 3/, {
    timeout: 60_000
  });
  await page.screenshot({ path: info.outputPath('line.png') });
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
  const panel = await openPanel(page);
  const tile = panel.getByRole('link', { name: /^Slow/ });
  const start = section(panel, 'Start').getByRole('link', { name: /^Slow/ });
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
  await expect(start).toBeVisible();
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

  await tab.getByRole('link', { name: 'Back to JupyterLab' }).click();
  await expect(tab).toHaveURL(/\/a\/b\/lab/);
  await labIsDrawn(tab);
});

test('a middle click on its row and the button in its tab lead to the page with the way back', async ({
  page,
  server
}) => {
  writeFileSync(join(server.home, 'starts.go'), '');
  rmSync(join(server.home, SETTINGS), { recursive: true, force: true });
  await page.goto(`${server.url}lab?reset&token=${server.token}`);
  await labIsReady(page);
  const panel = await openPanel(page);
  const row = panel.getByRole('link', { name: /^Slow/ });
  const press = async (what: Locator, button: 'left' | 'middle') => {
    const [alone] = await Promise.all([
      page.context().waitForEvent('page'),
      what.click({ button })
    ]);
    const frame = alone.frameLocator('iframe');
    await expect(frame.getByText('the app answers')).toBeVisible();
    const back = alone.getByRole('link', { name: 'Back to JupyterLab' });
    await expect(back).toBeVisible();
    const url = alone.url();
    await alone.close();
    return url;
  };
  const around = `${server.url}remote-ide/open/slow`;
  await row.click();
  const tab = page.frameLocator('iframe[title="Slow"]');
  await expect(tab.getByText('the app answers')).toBeVisible();
  expect(await press(row, 'middle')).toBe(around);
  const out = page.getByRole('button', { name: 'Open in a browser tab' });
  expect(await press(out, 'left')).toBe(around);
  // Where the app is by now, it goes on.
  const inner = page.frame({ url: `${server.url}slow/` });
  await inner?.evaluate(() => {
    location.href = 'deep/?x=1#here';
  });
  await expect
    .poll(() => page.frames().map(frame => frame.url()))
    .toContain(`${server.url}slow/deep/?x=1#here`);
  expect(await press(out, 'left')).toBe(`${around}#deep/?x=1#here`);
});

test('a page for an app that is not there says so', async ({
  page,
  server
}) => {
  await page.goto(`${server.url}login?token=${server.token}`);
  const reply = await page.goto(`${server.url}remote-ide/open/no-such-app`);
  expect(reply?.status()).toBe(404);
});
