// The folders that VS Code is open in: a tab for each, and where it goes on.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';

import { openPanel, section } from '../panel';
import { expect, labIsDrawn, labIsReady, post, test } from '../plain';
import { own } from '../programs';
import type { IServer } from '../server';

interface IFolder {
  path: string;
  url: string;
}

async function folders(page: Page, server: IServer): Promise<IFolder[]> {
  const reply = await page.request.get(`${server.url}remote-ide/v1/apps`, {
    headers: { Authorization: `token ${server.token}` }
  });
  const { apps } = (await reply.json()) as {
    apps: { name: string; folders: IFolder[] }[];
  };
  return apps.find(app => app.name === 'code-server')?.folders ?? [];
}

const paths = async (page: Page, server: IServer) =>
  (await folders(page, server)).map(({ path }) => path);

/** What its explorer shows in the tab in front. */
const file = (page: Page, name: string) =>
  page
    .frameLocator('iframe[title^="VS Code"]:visible')
    .locator('.explorer-folders-view .monaco-list-row', { hasText: name });

const tab = (page: Page, name: string) =>
  page.locator('.lm-DockPanel-tabBar .lm-TabBar-tab').filter({
    has: page.getByText(name, { exact: true })
  });

test('each folder has its own tab, which comes back, and VS Code goes on in the last', async ({
  page,
  server
}, info) => {
  test.setTimeout(300_000);
  for (const name of ['climate model', 'thèse']) {
    mkdirSync(join(server.root, name), { recursive: true });
    writeFileSync(join(server.root, name, `in ${name}.txt`), 'x');
  }
  own(server, server.root);
  const row = (hasText: string) =>
    page.locator('.jp-DirListing-item', { hasText });
  const open = async (name: string) => {
    await row(name).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Open in VS Code' }).click();
    await file(page, `in ${name}.txt`).waitFor({ timeout: 120_000 });
  };
  const lab = async (query: string) => {
    await page.goto(`${server.url}lab${query}`);
    await labIsReady(page);
    await page
      .locator('.jp-LauncherCard:visible', { hasText: 'VS Code' })
      .first()
      .waitFor();
  };
  try {
    await lab(`?reset&token=${server.token}`);
    await open('climate model');
    await open('thèse');
    await expect(tab(page, 'VS Code — climate model')).toBeVisible();
    await expect(tab(page, 'VS Code — thèse')).toBeVisible();
    expect(await paths(page, server)).toEqual(['thèse', 'climate model']);

    // Once more: the tab that is there, with what was done in it.
    const made = page.locator('iframe[title^="VS Code"]');
    await row('climate model').click({ button: 'right' });
    const saved = page.waitForRequest(
      request =>
        request.method() === 'PUT' &&
        request.url().includes('api/workspaces') &&
        (request.postData() ?? '').includes('code-server?th%C3%A8se')
    );
    await page.getByRole('menuitem', { name: 'Open in VS Code' }).click();
    await expect(file(page, 'in climate model.txt')).toBeVisible();
    await expect(made).toHaveCount(2);
    await page.screenshot({ path: info.outputPath('folders.png') });
    await (await saved).response();

    // Both come back with the layout.
    await page.goto(`${server.url}lab`);
    await labIsDrawn(page);
    await tab(page, 'VS Code — thèse').click();
    await file(page, 'in thèse.txt').waitFor({ timeout: 120_000 });
    await tab(page, 'VS Code — climate model').click();
    await file(page, 'in climate model.txt').waitFor({ timeout: 120_000 });

    // Another browser, or a page that begins anew: nothing is open, but the server knows.
    await lab('?reset');
    const [last] = await paths(page, server);
    const running = section(await openPanel(page), 'Running');
    await running
      .getByRole('link', { name: /^VS Code/ })
      .first()
      .click();
    await file(page, `in ${last}.txt`).waitFor({ timeout: 120_000 });
    await expect(tab(page, `VS Code — ${last}`)).toBeVisible();

    rmSync(join(server.root, 'thèse'), { recursive: true });
    expect(await paths(page, server)).toEqual(['climate model']);
    await post(page, server, 'apps/code-server/stop');
    expect(await paths(page, server)).toEqual([]);
  } finally {
    await lab('?reset');
  }
});
