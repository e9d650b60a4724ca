// Tabs that come back with JupyterLab's layout.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Page } from '@playwright/test';

import { axe } from '../axe';
import { expect, labIsDrawn, openLab, test } from '../plain';
import { cheapApp } from '../programs';
import { startServer } from '../server';

test('after a restart of the server a tab offers to start its app, and starts nothing by itself', async ({
  page
}, info) => {
  const server = await startServer({ baseUrl: '/a/b/' });
  const starts = join(server.home, 'starts');
  const count = () => readFileSync(starts, 'utf8').trim().split('\n').length;
  await server.end();
  const servers = { alfa: cheapApp('Alfa', 'ok', starts) };
  await server.begin({
    config: {
      LabApp: { expose_app_in_browser: true },
      ServerProxy: { servers }
    }
  });
  const answer = page.frameLocator('[title="Alfa"]').getByText('the app');
  const tab = page.locator('.lm-DockPanel-tabBar .lm-TabBar-tab', {
    hasText: 'Alfa'
  });
  const come = async () => {
    await page.goto(`${server.url}lab`);
    await labIsDrawn(page);
    await tab.waitFor();
  };
  try {
    await openLab(page, server);
    const saved = page.waitForRequest(
      request =>
        request.method() === 'PUT' &&
        request.url().includes('api/workspaces') &&
        (request.postData() ?? '').includes('server-proxy:alfa')
    );
    await page
      .locator('.jp-LauncherCard:visible', { hasText: 'Alfa' })
      .first()
      .click();
    await answer.waitFor();
    await (await saved).response();
    expect(count()).toBe(1);

    await server.restart('SIGTERM');
    await come();
    const start = page.getByRole('button', { name: 'Start Alfa' });
    await expect(page.getByText('Alfa is not running.')).toBeVisible();
    await page.locator('#jupyterlab-splash').waitFor({ state: 'detached' });
    for (const [theme, isDark] of Object.entries({
      light: false,
      dark: true
    })) {
      await page.evaluate(
        async name => {
          const lab = window as unknown as {
            jupyterapp: {
              commands: {
                execute: (id: string, args: object) => Promise<void>;
              };
            };
          };
          await lab.jupyterapp.commands.execute('apputils:change-theme', {
            theme: name
          });
        },
        `JupyterLab ${isDark ? 'Dark' : 'Light'}`
      );
      expect(await axe(page, '.jp-RemoteIDE-tabRest')).toEqual([]);
      await page.screenshot({ path: info.outputPath(`${theme}.png`) });
    }
    expect(count()).toBe(1);
    await start.press('Enter');
    await answer.waitFor();
    expect(count()).toBe(2);

    // One that runs is there at once.
    await come();
    await answer.waitFor();
    await expect(start).toHaveCount(0);
    expect(count()).toBe(2);
  } finally {
    await server.stop();
  }
});

/** The addresses in the page's frames; of what the browser itself put there, not a page's. */
const addresses = (page: Page) =>
  page
    .frames()
    .slice(1)
    .map(frame => frame.url());

test('a tab that stays open while its server ends and comes back offers to start its app', async ({
  page
}, info) => {
  test.setTimeout(300_000);
  const server = await startServer({ baseUrl: '/a/b/' });
  const state = async () => {
    const reply = await page.request.get(`${server.url}remote-ide/v1/apps`, {
      headers: { Authorization: `token ${server.token}` }
    });
    const { apps } = (await reply.json()) as {
      apps: { name: string; state: string }[];
    };
    return apps.find(app => app.name === 'code-server')?.state;
  };
  try {
    await openLab(page, server);
    await page
      .locator('.jp-Launcher:visible .jp-LauncherCard', { hasText: /VS Code/ })
      .first()
      .click();
    const workbench = page
      .frameLocator('iframe[title^="VS Code"]')
      .locator('.monaco-workbench');
    await workbench.waitFor({ timeout: 120_000 });
    const start = page.getByRole('button', { name: /^Start VS Code/ });
    const dialog = page.getByRole('dialog', {
      name: 'Server Connection Error'
    });
    // An empty page, too, takes its moment to come.
    const leftBy = (app: string) =>
      expect.poll(() => addresses(page).join(' ')).not.toContain(app);
    const back = async () => {
      // What looks for its server looks at once when a person comes back.
      await expect(async () => {
        if (await dialog.isVisible()) {
          await dialog.getByRole('button', { name: 'Close' }).click();
        }
        await page.evaluate(() => window.dispatchEvent(new Event('focus')));
        await expect(start).toBeVisible({ timeout: 1000 });
      }).toPass({ timeout: 60_000 });
      await leftBy('code-server');
      expect(await state()).toBe('stopped');
    };

    // Killed, and there again at once: the page of VS Code asks the next server to go on.
    await server.restart('SIGKILL');
    await back();
    await page.screenshot({ path: info.outputPath('back.png') });
    await start.click();
    await workbench.waitFor({ timeout: 120_000 });

    // Ended as it should be, and away for a while.
    await server.end();
    await expect(start).toBeVisible();
    await leftBy('code-server');
    await server.begin();
    await back();
    await start.click();
    await workbench.waitFor({ timeout: 120_000 });

    // Out of reach, while the page in the tab loads itself anew: the browser has nothing to show then.
    await page.route('**/a/b/**', route => route.abort());
    await page.frame({ url: /code-server\/(\?|$)/ })?.evaluate(() => {
      location.reload();
    });
    await expect(page.getByText('The server does not answer.')).toBeVisible();
    expect(addresses(page)).toEqual(['about:blank']);
    await page.screenshot({ path: info.outputPath('away.png') });
    await page.unroute('**/a/b/**');
    await server.restart('SIGKILL');
    await back();
  } finally {
    await server.stop();
  }
});
