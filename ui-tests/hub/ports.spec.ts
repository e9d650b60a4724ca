import { connect } from 'node:net';

import { axe } from '../axe';
import { openPanel, section } from '../panel';
import { expect, labIsDrawn, openLab, test } from '../plain';
import { ended, freePort, program, PYTHON, runAs } from '../programs';
import { startServer } from '../server';

async function listens(port: number): Promise<void> {
  for (;;) {
    const isOpen = await new Promise<boolean>(resolve => {
      const socket = connect(port, '127.0.0.1');
      socket.on('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => {
        resolve(false);
      });
    });
    if (isOpen) {
      return;
    }
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

test('a web application that was just started is there, and opens', async ({
  page,
  server
}, info) => {
  await openLab(page, server);
  const running = section(await openPanel(page), 'Running');
  await expect(running).toBeVisible();
  await page.waitForTimeout(2000);
  const port = await freePort();
  const flask = runAs(server, PYTHON, program('flask_app.py'), String(port));
  try {
    await listens(port);
    const link = running.locator(`a[href$="/a/b/proxy/${port}/"]`);
    await running.getByText(`${port}`).first().waitFor();
    await expect(link).toBeVisible();
    const row = running.getByRole('listitem').filter({ hasText: String(port) });
    await expect(row).toContainText('Flask'); // else the report says what stands there
    const [tab] = await Promise.all([
      page.context().waitForEvent('page'),
      link.click({ modifiers: ['Control'] })
    ]);
    await expect(tab.getByText('Hello from Flask')).toBeVisible();
    await row
      .getByRole('button', { name: `Stop the program on port ${port}` })
      .click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Stop/ })
      .click();
    await expect(link).toHaveCount(0);

    await tab.reload();
    const title = `Port ${port} does not answer`;
    await expect(tab.getByRole('heading', { name: title })).toBeVisible();
    await expect(tab.getByRole('link', { name: 'Try again' })).toBeVisible();
    expect(await axe(tab, 'html')).toEqual([]);
    for (const colorScheme of ['light', 'dark'] as const) {
      await tab.emulateMedia({ colorScheme });
      await tab.screenshot({ path: info.outputPath(`${colorScheme}.png`) });
    }
    // JupyterLab soon moves on to a workspace of its own.
    await Promise.all([
      tab.waitForURL(`${server.url}lab`, { waitUntil: 'commit' }),
      tab.getByRole('link', { name: 'Back to JupyterLab' }).click()
    ]);
    await labIsDrawn(tab);
  } finally {
    await ended(flask);
  }
});

test('a second account’s never is', async ({ page, server }) => {
  const other = await startServer({ app: 'server' });
  const [foreign, own] = [await freePort(), await freePort()];
  const theirs = runAs(other, PYTHON, program('flask_app.py'), String(foreign));
  const mine = runAs(server, PYTHON, program('flask_app.py'), String(own));
  try {
    await listens(foreign);
    await openLab(page, server);
    const panel = await openPanel(page);
    await expect(panel.getByText(String(own)).first()).toBeVisible();
    await page.waitForTimeout(3000);
    const html = await page.locator('body').innerHTML();
    expect(html).toContain(String(own));
    expect(html).not.toMatch(new RegExp(`(?<![\\d.])${foreign}(?!\\d)`));
    expect(html).not.toContain(other.account);
  } finally {
    await ended(theirs);
    await ended(mine);
    await other.stop();
  }
});
