// Where a hub lets the owner's login make tokens: from the panel to an IDE, and its end.
import type { Page } from '@playwright/test';

import { axe } from '../axe';
import { exposed, openPanel, section, unfold } from '../panel';
import { reached, watchPerson } from '../person';
import { expect, openHubLab, test } from '../plain';
import { connectVSCode } from '../programs';
import type { IHub } from '../server';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

const secretOf = (url: string) => new URL(url).searchParams.get('token') ?? '';

async function copy(page: Page): Promise<string> {
  await page.evaluate(() => navigator.clipboard.writeText(''));
  const name = 'Copy connection URL for VS Code';
  await page.getByRole('button', { name }).click();
  const text = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(text).toContain('?token=');
  return text();
}

/** What the hub has of alice's tokens, those of logins and servers left out. */
async function ofTheHub(page: Page, hub: IHub): Promise<{ id: string }[]> {
  const reply = await page.request.get(`${hub.url}hub/api/users/alice/tokens`, {
    headers: { Authorization: `token ${hub.apiToken}` }
  });
  const { api_tokens } = (await reply.json()) as {
    api_tokens: { id: string; note: string }[];
  };
  return api_tokens.filter(({ note }) => note.startsWith('Remote IDE: '));
}

/** As if another tab of the browser had been looked at: the hub's own page. */
const away = (page: Page, isAway: boolean) =>
  page.evaluate(
    state => {
      Object.defineProperty(document, 'visibilityState', {
        configurable: true,
        value: state
      });
      document.dispatchEvent(new Event('visibilitychange'));
    },
    isAway ? 'hidden' : 'visible'
  );

test('one press makes a token of the hub for an IDE, and another ends it', async ({
  page,
  hub
}, info) => {
  await openHubLab(page, hub, 'alice');
  const panel = await openPanel(page);
  const connect = section(panel, 'Connect');
  const person = await watchPerson(page);
  await expect(connect).toContainText('7 days');
  await expect(connect).not.toContainText(/Make one that lasts|log out/);
  const url = await copy(page);
  await expect(connect.getByText('Copied.')).toBeVisible();
  await expect(connect.getByText('Waiting for VS Code…')).toBeVisible();
  await reached(page, person, 'hub-oauth', 6);
  expect(url).toBe(`${hub.url}user/alice/?token=${secretOf(url)}`);
  expect(await ofTheHub(page, hub)).toHaveLength(1);
  await expect(
    connect.getByText(/^VS Code connected, \d+ s ago$/)
  ).toBeVisible();
  expect(await exposed(page)).not.toContain(secretOf(url));

  const tokens = section(panel, 'API tokens');
  await unfold(tokens);
  const row = tokens.getByRole('listitem').first();
  await expect(row).toContainText('VS Code · this browser');
  await expect(row).toContainText(/used/);
  expect(await axe(page, '#jupyterlab-remote-ide-panel')).toEqual([]);
  await page.screenshot({ path: info.outputPath('token.png') });

  await row.hover();
  await row.getByRole('button', { name: /Revoke/ }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: 'Revoke' })
    .click();
  await expect(
    connect.getByText('This URL was revoked. Copy a new one.')
  ).toBeVisible();
  expect(await ofTheHub(page, hub)).toHaveLength(0);
  expect(await connectVSCode(url)).toMatchObject({ ok: false });
});

test('what is revoked on the hub’s page is seen here when somebody comes back', async ({
  page,
  hub
}) => {
  await openHubLab(page, hub, 'alice');
  const panel = await openPanel(page);
  const url = await copy(page);
  const [row] = await ofTheHub(page, hub);
  const headers = { Authorization: `token ${hub.apiToken}` };
  const path = `${hub.url}hub/api/users/alice/tokens/${row?.id ?? ''}`;
  expect((await page.request.delete(path, { headers })).status()).toBe(204);
  await away(page, true);
  await away(page, false);
  await expect(
    panel.getByText('This URL was revoked. Copy a new one.')
  ).toBeVisible();
  expect(await connectVSCode(url)).toMatchObject({ ok: false });
});
