import { hostname } from 'node:os';

import type { Locator } from '@playwright/test';

import { exposed, openPanel, section, unfold } from '../panel';
import { expect, labIsReady, openLab, test } from '../plain';
import { connectVSCode } from '../programs';

const MINT = /\/remote-ide\/v1\/apitokens(\?|$)/;
const BUTTON = 'Copy connection URL for VS Code';

const clients = (panel: Locator) =>
  panel.getByRole('combobox', { name: 'Program to connect' });

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('one press copies a URL that VS Code’s rules accept; revoking ends it', async ({
  page,
  server
}) => {
  const minted: string[] = [];
  page.on('request', request => {
    if (request.method() === 'POST' && MINT.test(request.url())) {
      minted.push(request.url());
    }
  });
  const asked: string[] = [];
  page.on('request', request => asked.push(request.url()));
  await openLab(page, server);
  const panel = await openPanel(page);
  const button = panel.getByRole('button', { name: BUTTON });
  await button.dblclick(); // one token per press, and a double click is one
  await expect(panel.getByText('Copied.')).toBeVisible();
  const url = await page.evaluate(() => navigator.clipboard.readText());
  const secret = new URL(url).searchParams.get('token') ?? '';
  expect(url).toBe(`${server.url}?token=${secret}`);
  expect(secret).not.toBe(server.token);
  expect(secret.length).toBeGreaterThan(30);
  expect(minted).toHaveLength(1);

  await expect(panel.getByText('Waiting for VS Code…')).toBeVisible();
  const seen = await connectVSCode(url);
  expect(seen).toMatchObject({ ok: true, output: hostname() });
  await expect(panel.getByText(/^VS Code connected, \d+ s ago$/)).toBeVisible();

  expect(await exposed(page)).not.toContain(secret);
  expect(asked.filter(one => one.includes(secret))).toEqual([]);
  const shown = panel.getByRole('button', {
    name: 'Show the connection URL for 30 seconds'
  });
  await shown.click();
  await expect(panel.locator('code', { hasText: secret })).toBeVisible();
  await panel.getByRole('button', { name: 'Hide the connection URL' }).click();
  expect(await exposed(page)).not.toContain(secret);

  await button.click(); // it holds one that works: copied again, not made again
  await expect(panel.getByText('Copied.')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(url);
  expect(minted).toHaveLength(1);

  const tokens = section(panel, 'API tokens');
  await expect(tokens.locator('.jp-RemoteIDE-count')).toHaveText('1');
  await unfold(tokens);
  await expect(
    tokens.getByText(/^VS Code · this browser · .*\d/)
  ).toBeVisible();
  // Back from VS Code, which has used it meanwhile.
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect(tokens.getByText(/never used/)).toHaveCount(0);
  await expect(tokens.getByText(/ · used /)).toBeVisible();
  await tokens.getByRole('button', { name: /^Revoke/ }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Revoke/ })
    .click();
  await expect(tokens.getByRole('button', { name: /^Revoke/ })).toHaveCount(0);
  await expect(
    panel.getByText('This URL was revoked. Copy a new one.')
  ).toBeVisible();
  await expect(panel.getByText('Copied.')).toHaveCount(0);
  await expect(panel.getByText(/•/)).toHaveCount(0);
  expect((await connectVSCode(url)).ok).toBe(false);
  expect(await exposed(page)).not.toContain(secret);

  await page.reload();
  await labIsReady(page);
  await openPanel(page);
  expect(await exposed(page)).not.toContain(secret);
  expect(server.log()).not.toContain(secret);
});

test('PyCharm gets the same URL, and URL and token apart', async ({
  page,
  server
}) => {
  await openLab(page, server);
  const panel = await openPanel(page);
  await clients(panel).selectOption('PyCharm');
  await panel
    .getByRole('button', { name: /^Copy connection URL for PyCharm/ })
    .click();
  await expect(
    panel.getByText(/not tested with the program itself/i)
  ).toHaveClass('jp-RemoteIDE-quiet');
  await expect(panel.getByText('Copied.')).toBeVisible();
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  const url = await clipboard();
  await panel
    .getByRole('button', { name: 'Copy the URL without the token' })
    .click();
  await expect.poll(clipboard).toBe(server.url);
  await panel.getByRole('button', { name: 'Copy the token' }).click();
  await expect
    .poll(async () => `${server.url}?token=${await clipboard()}`)
    .toBe(url);
});

test('the keyboard alone chooses a client, and the choice is remembered', async ({
  page,
  server
}) => {
  await openLab(page, server);
  const list = clients(await openPanel(page));
  await list.selectOption('VS Code');
  await list.focus();
  const kept = page.waitForResponse(
    reply =>
      reply.request().method() === 'PUT' &&
      reply.url().includes('/api/settings/jupyterlab-remote-ide')
  );
  await page.keyboard.type('PyC');
  await expect(list).toHaveValue('pycharm');
  await expect(list).toBeFocused();
  expect((await kept).ok()).toBe(true);
  await page.reload();
  await labIsReady(page);
  const panel = await openPanel(page);
  await expect(clients(panel)).toHaveValue('pycharm');
  await expect(
    panel.getByRole('button', { name: 'Copy connection URL for PyCharm' })
  ).toBeVisible();
  await clients(panel).selectOption('VS Code'); // the server is shared
});

test('the palette has each client', async ({ page, server }) => {
  await openLab(page, server);
  await page.keyboard.press('Control+Shift+C');
  const palette = page.locator('.lm-CommandPalette');
  await palette.locator('input').fill('connection url');
  const items = palette.locator('.lm-CommandPalette-itemLabel');
  const names = async () => (await items.allTextContents()).sort();
  await expect
    .poll(names)
    .toEqual([
      'Copy Cursor, VSCodium, Windsurf Connection URL',
      'Copy Cursor, VSCodium, Windsurf Connection URL with a New Token',
      'Copy Emacs Connection URL',
      'Copy Emacs Connection URL with a New Token',
      'Copy JupyterLab Desktop Connection URL',
      'Copy PyCharm Connection URL',
      'Copy PyCharm Connection URL with a New Token',
      'Copy VS Code Connection URL',
      'Copy VS Code Connection URL with a New Token'
    ]);
  await items.filter({ hasText: /^Copy PyCharm Connection URL$/ }).click();
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(clipboard).toContain(`${server.url}?token=`);
});

test('a mint of six seconds outlives the press', async ({ page, server }) => {
  await page.route(MINT, async route => {
    if (route.request().method() === 'POST') {
      await new Promise(resolve => setTimeout(resolve, 6000));
    }
    await route.continue();
  });
  await openLab(page, server);
  const panel = await openPanel(page);
  await panel.getByRole('button', { name: BUTTON }).click();
  await expect(panel.getByText('Copied.')).toBeVisible({ timeout: 20_000 });
  const url = await page.evaluate(() => navigator.clipboard.readText());
  expect(url).toContain(`${server.url}?token=`);
  const status = await page.request.get(`${server.url}api/kernels`, {
    headers: {
      Authorization: `token ${new URL(url).searchParams.get('token') ?? ''}`
    }
  });
  expect(status.status()).toBe(200);
});

test('the keyboard alone copies', async ({ page, server }) => {
  await openLab(page, server);
  const panel = await openPanel(page);
  const button = panel.getByRole('button', { name: BUTTON });
  await expect(button).toBeVisible();
  await page
    .locator('.jp-SideBar')
    .getByRole('tab', { name: 'Remote IDE' })
    .focus();
  for (let presses = 0; presses < 25; presses++) {
    await page.keyboard.press('Tab');
    if (await button.evaluate(node => node === document.activeElement)) {
      break;
    }
  }
  await expect(button).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(panel.getByText('Copied.')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(
    '?token='
  );
});
