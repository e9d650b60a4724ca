// A link of an app that starts with "/", which below a prefix leads out of it.
import type { Page } from '@playwright/test';

import { axe } from '../axe';
import { openPanel, section } from '../panel';
import { expect, labIsReady, openHubLab, openLab, test } from '../plain';
import { ended, freePort, program, PYTHON, runAs } from '../programs';
import type { IRig } from '../server';

/** @param address - the path of the server */
async function leave(
  page: Page,
  rig: IRig,
  address: string,
  picture: string
): Promise<void> {
  const running = section(await openPanel(page), 'Running');
  const port = await freePort();
  const flask = runAs(rig, PYTHON, program('flask_app.py'), String(port));
  try {
    const row = running.getByRole('listitem').filter({ hasText: `${port}` });
    await row.getByRole('link').click();
    // Pressed at once, it is named as the row was then.
    const frame = page.frameLocator(`iframe[src*="/proxy/${port}/"]`);
    await frame.getByText('Hello from Flask').waitFor();
    const note = page.getByRole('alert').filter({ hasText: 'left your app' });
    await expect(note).toHaveCount(0);
    await frame.getByRole('link', { name: 'About' }).click();
    await expect(note).toBeVisible();
    await note.getByRole('button', { name: 'How to fix it' }).click();
    await expect(note).toContainText(`${address}proxy/${port}/`);
    // All of it is in view, with what can be done.
    const { wanted, given } = await note.evaluate(node => {
      const lines = document.createRange();
      lines.selectNodeContents(node);
      const wanted = lines.getBoundingClientRect().height;
      return { wanted, given: node.clientHeight };
    });
    expect(given).toBeGreaterThan(wanted);
    expect(given).toBeLessThan(wanted + 24);
    expect(await axe(page, '.jp-RemoteIDE-tabNote')).toEqual([]);
    await page.screenshot({ path: picture });
    await note.getByRole('button', { name: 'Back' }).click();
    await frame.getByText('Hello from Flask').waitFor();
    await expect(note).toHaveCount(0);
  } finally {
    await ended(flask);
    // The next test finds the server as this one did.
    await page.goto(`${new URL(address, rig.url).href}lab?reset`);
    await labIsReady(page);
  }
}

test('the tab says so and leads back', async ({ page, server }, info) => {
  await openLab(page, server);
  await leave(page, server, '/a/b/', info.outputPath('note.png'));
});

test('under a hub, whose pages stand in no frame, too', async ({
  page,
  hub
}, info) => {
  await openHubLab(page, hub, 'alice');
  await leave(page, hub, '/jh/user/alice/', info.outputPath('note.png'));
});

for (const [header, value] of [
  ['X-Frame-Options', 'DENY'],
  ['Content-Security-Policy', "frame-ancestors 'none'"]
] as const) {
  test(`the tab of a page that stands in no frame says so: ${header}`, async ({
    page,
    server
  }, info) => {
    await openLab(page, server);
    const running = section(await openPanel(page), 'Running');
    const port = await freePort();
    const args = [program('unframed.py'), String(port), header, value];
    const app = runAs(server, PYTHON, ...args);
    try {
      const row = running
        .getByRole('listitem')
        .filter({ hasText: String(port) });
      await row.getByRole('link').click();
      const frame = page.frameLocator(`iframe[src*="/proxy/${port}/"]`);
      const text = 'This page does not let itself be shown inside JupyterLab.';
      await expect(frame.getByText(text)).toBeVisible();
      await expect(page.locator('.jp-RemoteIDE-tabRest')).toHaveCount(0);
      expect(await axe(page, 'iframe')).toEqual([]);
      await page.screenshot({ path: info.outputPath('refused.png') });
      const [alone] = await Promise.all([
        page.context().waitForEvent('page'),
        frame.getByRole('link', { name: 'Open in a browser tab' }).click()
      ]);
      await expect(alone.getByText('stands alone')).toBeVisible();
      await alone.close();
    } finally {
      await ended(app);
      await page.goto(`${server.url}lab?reset`);
      await labIsReady(page);
    }
  });
}
