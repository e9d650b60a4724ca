// The tab of a port, while its program ends and comes back.
import type { Page } from '@playwright/test';

import { axe } from '../axe';
import { openPanel, section } from '../panel';
import { expect, labIsDrawn, openLab, test } from '../plain';
import { ended, freePort, program, PYTHON, runAs } from '../programs';
import { type IServer, startServer } from '../server';

/** The row of a port in the panel. */
async function rowOf(page: Page, port: number) {
  const running = section(await openPanel(page), 'Running');
  return running
    .getByRole('listitem')
    .filter({ hasText: String(port) })
    .getByRole('link');
}

const tabOf = (page: Page, title: RegExp) =>
  page.locator('.lm-DockPanel-tabBar .lm-TabBar-tab', { hasText: title });

test('becomes our page when its program ends, and the program’s when that is back', async ({
  page,
  server
}, info) => {
  const port = await freePort();
  const start = () => runAs(server, PYTHON, program('flask_app.py'), `${port}`);
  let flask = start();
  try {
    await openLab(page, server);
    await (await rowOf(page, port)).click();
    const frame = page.frameLocator(`iframe[src*="/proxy/${port}/"]`);
    const hello = frame.getByText('Hello from Flask');
    const gone = frame.getByRole('heading', {
      name: `Port ${port} does not answer`
    });
    await hello.waitFor();
    const tab = tabOf(page, /Flask|Port/);
    await expect(tab).toHaveAttribute('title', `proxy/${port}/`);
    await expect(
      tab.locator('[data-icon="remote-ide:web"]').first()
    ).toBeVisible();

    await ended(flask);
    await expect(gone).toBeVisible();
    await expect(
      frame.getByText('The page appears here as soon as the program answers.')
    ).toBeVisible();
    await page.screenshot({ path: info.outputPath('gone.png') });
    expect(await axe(page, '.jp-ServerProxy .jp-Toolbar')).toEqual([]);
    flask = start();
    await expect(hello).toBeVisible();

    // With the panel away, in a tab that is not in view.
    await page.getByRole('tab', { name: 'Remote IDE' }).click();
    await page.getByRole('tab', { name: 'Launcher' }).click();
    await ended(flask);
    await expect(gone).toHaveCount(1);
    flask = start();
    await tab.click();
    await expect(hello).toBeVisible();

    // A press of “Reload” leaves no button pressed.
    const reload = page.locator(
      '.jp-ServerProxy [data-jp-item-name=reload] jp-button'
    );
    await reload.click();
    await expect(hello).toBeVisible();
    expect(await reload.getAttribute('aria-pressed')).not.toBe('true');
    await page.screenshot({ path: info.outputPath('reloaded.png') });
  } finally {
    await ended(flask);
    await page.goto(`${server.url}lab?reset`);
    await labIsDrawn(page);
  }
});

test('that may stand in no frame says what is so after a restart of the server', async ({
  page
}) => {
  const server: IServer = await startServer({ baseUrl: '/a/b/' });
  const port = await freePort();
  const args = [program('unframed.py'), `${port}`, 'X-Frame-Options', 'DENY'];
  const app = runAs(server, PYTHON, ...args);
  try {
    await openLab(page, server);
    await (await rowOf(page, port)).click();
    const frame = page.frameLocator('.jp-ServerProxy iframe');
    const refused = frame.getByText('This page does not let itself be shown');
    await expect(refused).toBeVisible();
    await server.end();
    await ended(app);
    await server.begin();
    const dialog = page.getByRole('dialog', {
      name: 'Server Connection Error'
    });
    await expect(async () => {
      if (await dialog.isVisible()) {
        await dialog.getByRole('button', { name: 'Close' }).click();
      }
      await page.evaluate(() => window.dispatchEvent(new Event('focus')));
      await expect(refused).toHaveCount(0, { timeout: 1000 });
    }).toPass({ timeout: 60_000 });
    await expect(
      frame.getByRole('heading', { name: `Port ${port} does not answer` })
    ).toBeVisible();
  } finally {
    await ended(app);
    await server.stop();
  }
});
