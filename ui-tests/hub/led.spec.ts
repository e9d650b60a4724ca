// Links of an app that lead to another origin, as a login does: nothing is asked for twice, and what stands stays.
import type { FrameLocator, Page } from '@playwright/test';

import { axe } from '../axe';
import { openPanel, section } from '../panel';
import { expect, openLab, test } from '../plain';
import { freePort, program, PYTHON } from '../programs';
import { type IServer, startServer } from '../server';

let server: IServer;

test.beforeAll(async () => {
  server = await startServer({
    baseUrl: '/a/b/',
    config: {
      ServerProxy: {
        servers: {
          led: {
            command: [
              ...[PYTHON, program('led.py'), '{port}'],
              String(await freePort())
            ],
            launcher_entry: { title: 'Led' }
          }
        }
      }
    }
  });
});

test.afterAll(async () => {
  await server.stop();
});

async function asked(page: Page): Promise<Record<string, number>> {
  const reply = await page.request.get(`${server.url}led/asked`);
  return (await reply.json()) as Record<string, number>;
}

/** Follow a link to the other origin, and go on there: a login has many pages. */
async function follow(app: FrameLocator, name: string): Promise<void> {
  await app.getByRole('link', { name }).click();
  for (let page = 0; page < 2; page++) {
    await expect(app.getByText('another origin')).toBeVisible();
    await app.getByRole('link', { name: 'further' }).click();
  }
  await expect(app.getByText('another origin')).toBeVisible();
}

test('a tab', async ({ page }, info) => {
  await openLab(page, server);
  const start = section(await openPanel(page), 'Start');
  await start.getByRole('link', { name: /^Led/ }).click();
  const app = page.frameLocator('iframe[title="Led"]');
  const cover = page.locator('.jp-RemoteIDE-tabRest');
  const reload = page.getByRole('button', { name: /^Reload/ });
  await app.getByText('the app is here').waitFor();
  const before = await asked(page);
  for (const name of ['log in', 'script', 'elsewhere']) {
    await follow(app, name);
    await expect(cover).toHaveCount(0);
    await page.screenshot({ path: info.outputPath(`${name}.png`) });
    await reload.click();
    await app.getByText('the app is here').waitFor();
  }
  const now = await asked(page);
  expect(now['/login']).toBe(1);
  expect(now['/danger']).toBeUndefined();
  expect(now['/']).toBe((before['/'] ?? 0) + 3);
});

test('the page with a bar', async ({ page }, info) => {
  await page.goto(`${server.url}api/status?token=${server.token}`);
  await page.goto(`${server.url}remote-ide/open/led`);
  const app = page.frameLocator('iframe');
  const back = page.getByRole('link', { name: 'Back to JupyterLab' });
  const reload = page.getByRole('button', { name: 'Reload' });
  const cover = page.locator('#cover');
  await app.getByText('the app is here').waitFor();
  for (const name of ['log in', 'script', 'elsewhere']) {
    await follow(app, name);
    await expect(back).toBeVisible();
    await expect(cover).toBeHidden();
    await expect(page).toHaveURL(`${server.url}remote-ide/open/led`);
    await page.screenshot({ path: info.outputPath(`${name}.png`) });
    await reload.click();
    await app.getByText('the app is here').waitFor();
  }
  await app.getByRole('link', { name: 'next' }).click();
  await app.getByText('page /next').waitFor();
  await server.end();
  await reload.click();
  await expect(cover).toContainText('The server does not answer.');
  await expect(back).toBeVisible();
  expect(await axe(page, 'html')).toEqual([]);
  await page.screenshot({ path: info.outputPath('lost.png') });
  await server.begin();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(app.getByText('page /next')).toBeVisible();
  await expect(cover).toBeHidden();
});
