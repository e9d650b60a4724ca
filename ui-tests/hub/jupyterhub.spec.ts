/* eslint jupyter/galata-prefer-menu-helper: off -- galata works only at / */
import { exposed, openPanel, section } from '../panel';
import { expect, openHubLab, test } from '../plain';
import { connectVSCode } from '../programs';

test.use({
  hubOptions: { users: ['alice'], ownerTokens: false },
  permissions: ['clipboard-read', 'clipboard-write']
});

test('under a hub the panel works and copies the session’s token under its true name', async ({
  page,
  hub
}, info) => {
  await openHubLab(page, hub, 'alice');
  const panel = await openPanel(page);
  const button = panel.getByRole('button', {
    name: 'Copy connection URL for VS Code'
  });
  const connect = section(panel, 'Connect');
  await expect(connect).toContainText(
    'Works until the server stops, or 5 minutes at most after you log out. Make one that lasts…'
  );
  await expect(connect).not.toContainText(/does not let|•/);
  await button.click();
  await expect(panel.getByText('Copied.')).toBeVisible();
  const url = await page.evaluate(() => navigator.clipboard.readText());
  const secret = new URL(url).searchParams.get('token') ?? '';
  expect(url).toBe(`${hub.url}user/alice/?token=${secret}`);
  expect(secret.length).toBeGreaterThan(20);
  expect(await connectVSCode(url)).toMatchObject({ ok: true });
  expect(await exposed(page)).not.toContain(secret);
  await panel.getByRole('button', { name: 'Make one that lasts…' }).click();
  await expect(
    panel.getByRole('link', { name: 'Open the hub’s token page' })
  ).toHaveAttribute('href', /\/jh\/hub\/token/);
  await page.screenshot({ path: info.outputPath('hub.png') });
});

test('File → Hub Control Panel is there exactly once', async ({
  page,
  hub
}) => {
  await openHubLab(page, hub, 'alice');
  const menu = page.locator('.lm-Menu').last();
  // A menu that is opened before the page is complete is filled anew, and closes.
  await expect(async () => {
    await page.keyboard.press('Escape');
    await page.getByRole('menuitem', { name: 'File' }).click();
    await expect(menu.getByText('Save All')).toBeVisible({ timeout: 3000 });
  }).toPass({ timeout: 60_000 });
  await expect(
    menu.getByRole('menuitem', { name: 'Hub Control Panel' })
  ).toHaveCount(1);
  const [tab] = await Promise.all([
    page.context().waitForEvent('page'),
    menu.getByRole('menuitem', { name: 'Hub Control Panel' }).click()
  ]);
  await expect(tab).toHaveURL(/\/jh\/hub\/(home|login|spawn)/);
});
