// Tabs that come back with JupyterLab's layout.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

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
