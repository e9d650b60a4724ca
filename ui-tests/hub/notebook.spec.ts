/* eslint jupyter/galata-prefer-menu-helper: off -- galata works only at / */
import { hostname } from 'node:os';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from '../plain';
import { section } from '../panel';
import { cheapApp, connectVSCode, own } from '../programs';
import type { Locator, Page } from '@playwright/test';

test.use({
  permissions: ['clipboard-read', 'clipboard-write'],
  serverOptions: {
    app: 'notebook',
    baseUrl: '/a/b/',
    config: { ServerProxy: { servers: { cheap: cheapApp('Cheap') } } }
  }
});

/** As a person does who has never seen the panel. */
async function openFromView(page: Page): Promise<Locator> {
  const panel = page.locator('.jp-RemoteIDE-frame');
  await expect(panel).toHaveCount(0);
  const entry = page
    .locator('.lm-Menu')
    .getByRole('menuitem', { name: 'Remote IDE', exact: true });
  await page.getByRole('menuitem', { name: 'View', exact: true }).waitFor();
  // A menu that is opened before the page is complete is filled anew, and closes.
  await expect(async () => {
    await page.keyboard.press('Escape');
    await page.getByRole('menuitem', { name: 'View', exact: true }).click();
    await entry.click({ timeout: 3000 });
  }).toPass({ timeout: 60_000 });
  await expect(panel).toBeVisible();
  return panel;
}

test('the tree page connects VS Code and opens an app', async ({
  page,
  server
}, info) => {
  await page.goto(`${server.url}tree?token=${server.token}`);
  const panel = await openFromView(page);
  await panel
    .getByRole('button', { name: 'Copy connection URL for VS Code' })
    .click();
  await expect(panel.getByText('Copied.')).toBeVisible();
  const url = await page.evaluate(() => navigator.clipboard.readText());
  expect(url.startsWith(`${server.url}?token=`)).toBe(true);
  expect(url).not.toContain(server.token);
  expect(await connectVSCode(url)).toMatchObject({
    ok: true,
    output: hostname()
  });

  const tile = section(panel, 'Start').getByRole('link', { name: /^Cheap/ });
  const [tab] = await Promise.all([
    page.context().waitForEvent('page'),
    tile.click()
  ]);
  await expect(
    tab.frameLocator('iframe[title="Cheap"]').getByText('the app answers')
  ).toBeVisible();
  expect(tab.url()).toBe(`${server.url}remote-ide/open/cheap`);
  await expect(
    section(panel, 'Running').getByRole('link', { name: /^Cheap/ })
  ).toContainText('running');
  await page.screenshot({ path: info.outputPath('tree.png') });
  const [back] = await Promise.all([
    tab.waitForResponse(
      reply =>
        reply.request().isNavigationRequest() &&
        reply.frame() === tab.mainFrame()
    ),
    tab.getByRole('link', { name: 'Back to JupyterLab' }).click()
  ]);
  expect(back.status()).toBe(200);
  expect(back.url()).toBe(`${server.url}tree`);
  await tab.locator('#main-panel').waitFor();
});

test('a notebook page has the panel', async ({ page, server }, info) => {
  const file = join(server.root, 'a notebook.ipynb');
  writeFileSync(
    file,
    JSON.stringify({
      cells: [],
      metadata: { kernelspec: { name: 'python3', display_name: 'Python 3' } },
      nbformat: 4,
      nbformat_minor: 5
    })
  );
  own(server, file);
  await page.goto(
    `${server.url}notebooks/a%20notebook.ipynb?token=${server.token}`
  );
  await expect(page.locator('.jp-Notebook')).toBeVisible();
  const panel = await openFromView(page);
  await expect(
    panel.getByRole('button', { name: 'Copy connection URL for VS Code' })
  ).toBeVisible();
  // Among what runs, where the test before started it.
  await expect(panel.getByRole('link', { name: /^Cheap/ })).toBeVisible();
  await page.screenshot({ path: info.outputPath('notebook.png') });
});
