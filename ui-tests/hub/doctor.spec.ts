// “Check connection” as a person meets it, with what stands between a browser and its server as sites have it.
import type { Locator, Page } from '@playwright/test';

import { axe } from '../axe';
import { exposed, openPanel, section, unfold, widen } from '../panel';
import { expect, openHubLab, openLab, test } from '../plain';
import { startServer } from '../server';

const COPY = 'Copy connection URL for VS Code';
const EXPOSED = { LabApp: { expose_app_in_browser: true } };

test.use({
  permissions: ['clipboard-read', 'clipboard-write'],
  ignoreHTTPSErrors: true,
  serverOptions: { baseUrl: '/a/b/', config: EXPOSED }
});

/** What stands in the card, by the thing that was looked at. */
async function found(card: Locator): Promise<string[]> {
  await expect(card.getByText('Checking…')).toHaveCount(0);
  const notes = card.locator('[data-check]');
  const told = await notes.evaluateAll(all =>
    all.map(note => [
      note.getAttribute('data-check'),
      note.querySelector('[data-kind]')?.getAttribute('data-kind')
    ])
  );
  return told.map(pair => pair.join(' '));
}

const cardOf = (panel: Locator) =>
  panel.getByRole('group', { name: 'VS Code', exact: true });

async function copied(page: Page, card: Locator): Promise<string> {
  await card.getByRole('button', { name: COPY }).click();
  await expect(card.getByText('Copied.')).toBeVisible();
  const url = await page.evaluate(() => navigator.clipboard.readText());
  return new URL(url).searchParams.get('token') ?? '';
}

test('a good connection is called so, and an IDE’s error is explained', async ({
  page,
  server
}) => {
  await openLab(page, server);
  await widen(page);
  const panel = await openPanel(page);
  const card = cardOf(panel);
  const secret = await copied(page, card);
  const check = card.getByRole('button', { name: 'Check connection' });
  await check.focus();
  await page.keyboard.press('Enter');
  await expect(
    card.getByText('Nothing was found that keeps an IDE out.')
  ).toBeVisible();
  expect(await found(card)).toEqual(['outside ok', 'socket ok']);
  // That was no use of the token.
  await expect(card.getByText('Waiting for VS Code…')).toBeVisible();
  await expect(check).toBeFocused();
  expect(await exposed(page)).not.toContain(secret);

  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.insertText('connect ECONNREFUSED 127.0.0.1:24012');
  await expect(card.getByText(/^Nothing answers there/)).toBeVisible();
  expect(await axe(page, '.jp-RemoteIDE-frame')).toEqual([]);
  if (process.env.LOOK) {
    await page.screenshot({ path: `${process.env.LOOK}/doctor-light.png` });
    await page.evaluate(() =>
      (
        window as unknown as {
          jupyterapp: {
            commands: { execute: (id: string, args: object) => unknown };
          };
        }
      ).jupyterapp.commands.execute('apputils:change-theme', {
        theme: 'JupyterLab Dark'
      })
    );
    await page.waitForTimeout(1500);
    await page.screenshot({ path: `${process.env.LOOK}/doctor-dark.png` });
  }

  const help = section(panel, 'Help');
  await unfold(help);
  await help.getByRole('button', { name: 'Check connection' }).click();
  await expect(
    help.getByText('Nothing was found that keeps an IDE out.')
  ).toBeVisible();
});

test('a certificate of nobody’s and blocked WebSockets are called by name', async ({
  page
}) => {
  const server = await startServer({
    baseUrl: '/a/b/',
    nginx: '60s',
    noUpgrade: true,
    config: {
      ...EXPOSED,
      ServerApp: { trust_xheaders: true, allow_remote_access: true }
    }
  });
  try {
    await openLab(page, server);
    const panel = await openPanel(page);
    const card = cardOf(panel);
    await copied(page, card);
    // Without being asked: each IDE would refuse.
    await expect(card.getByText(/jupyter\.allowUnauthorized/)).toBeVisible();
    await card.getByRole('button', { name: 'Check connection' }).click();
    expect(await found(card)).toEqual(
      expect.arrayContaining(['certificate error', 'outside ok'])
    );
    await expect(card.getByText('Nothing was found')).toHaveCount(0);
    // The page’s own socket is given up after some time; until then nobody knows.
    await expect(async () => {
      await card.getByRole('button', { name: 'Check again' }).click();
      expect(await found(card)).toContain('socket error');
    }).toPass();
  } finally {
    await server.stop();
  }
});

test('on a hub, too, with the token that was made there', async ({
  page,
  hub
}) => {
  await openHubLab(page, hub, 'alice');
  const panel = await openPanel(page);
  const card = cardOf(panel);
  await copied(page, card);
  await card.getByRole('button', { name: 'Check connection' }).click();
  await expect(
    card.getByText('Nothing was found that keeps an IDE out.')
  ).toBeVisible();
  expect(await found(card)).toEqual(
    expect.arrayContaining(['outside ok', 'socket ok', 'token ok'])
  );
});
