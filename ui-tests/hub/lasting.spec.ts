// Where a hub lets servers make no tokens: from the panel to the hub's own page and back.
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import type { Locator, Page } from '@playwright/test';

import { axe } from '../axe';
import { exposed, openPanel } from '../panel';
import { reached, watchPerson } from '../person';
import { expect, openHubLab, test } from '../plain';
import { connectVSCode } from '../programs';
import { type IHub, startHub } from '../server';

const GUIDE = join(dirname(dirname(__dirname)), 'docs/operators/hub.md');
const SCOPE = 'access:servers!server=alice/';

test.use({
  hubOptions: { users: ['alice'], ownerTokens: false },
  permissions: ['clipboard-read', 'clipboard-write']
});

const clipboard = (page: Page) =>
  page.evaluate(() => navigator.clipboard.readText());

/** Open the steps; the hub's page opens beside, with what to paste there copied. */
async function openSteps(page: Page, hub: IHub, user = 'alice') {
  await openHubLab(page, hub, user);
  const panel = await openPanel(page);
  const person = await watchPerson(page);
  const [tab] = await Promise.all([
    page.context().waitForEvent('page'),
    panel.getByRole('button', { name: 'Make one that lasts…' }).click()
  ]);
  await tab.waitForFunction('window._jupyterhub_page_loaded');
  return { panel, tab, person };
}

/** Press the hub's button, and copy what it shows as a person does. */
async function requestToken(tab: Page): Promise<string> {
  await tab.getByRole('button', { name: 'Request new API token' }).click();
  const shown = tab.locator('#token-result');
  await expect(shown).toHaveText(/^\w{32}$/);
  await shown.dblclick();
  await tab.keyboard.press('Control+C');
  return (await shown.textContent()) ?? '';
}

async function paste(page: Page, panel: Locator, token?: string) {
  if (token !== undefined) {
    await page.evaluate(text => navigator.clipboard.writeText(text), token);
  }
  await panel.getByLabel('Paste the token here').focus();
  await page.keyboard.press('Control+V');
}

/** Make one by the hub's REST API; the field left empty on its page is no `scopes` at all. */
async function make(page: Page, hub: IHub, user: string, scopes?: string[]) {
  const reply = await page.request.post(
    `${hub.url}hub/api/users/${user}/tokens`,
    {
      headers: { Authorization: `token ${hub.apiToken}` },
      data: scopes === undefined ? {} : { scopes }
    }
  );
  expect(reply.status(), await reply.text()).toBe(201);
  return (await reply.json()) as { id: string; token: string };
}

test('two steps lead to a URL that VS Code’s rules accept, and no URL is edited', async ({
  page,
  hub
}, info) => {
  const said: string[] = [];
  page.on('console', message => said.push(message.text()));
  const asked: string[] = [];
  page.on('request', request => asked.push(request.url()));
  const { panel, tab } = await openSteps(page, hub);
  await page.screenshot({ path: info.outputPath('opened.png') });

  await tab.bringToFront();
  await tab.getByLabel('Permissions').focus();
  await tab.keyboard.press('Control+V');
  await expect(tab.getByLabel('Permissions')).toHaveValue(SCOPE);
  await tab.getByLabel('Token expires in').selectOption({ label: '1 Week' });
  const secret = await requestToken(tab);

  await page.bringToFront();
  await paste(page, panel);
  await expect(panel.getByText('It opens this server.')).toBeVisible();
  await expect(panel.getByText('Copied.')).toBeVisible();
  await expect.poll(() => clipboard(page)).toContain('/user/alice/?token=');
  await expect(panel.getByText(/do all that you may on/)).toHaveCount(0);
  await expect(panel.getByText('Works until the token ends')).toBeVisible();
  expect(await exposed(page)).not.toContain(secret);
  const url = await clipboard(page);
  expect(url).toBe(`${hub.url}user/alice/?token=${secret}`);
  await page.screenshot({ path: info.outputPath('copied.png') });
  expect(await connectVSCode(url)).toMatchObject({ ok: true });

  expect(await exposed(page)).not.toContain(secret);
  await panel.getByRole('button', { name: /^Show the connection URL/ }).click();
  await expect(panel.locator('code', { hasText: secret })).toBeVisible();
  await panel.getByRole('button', { name: 'Hide the connection URL' }).click();

  // The same token serves the other program.
  await panel
    .getByRole('combobox', { name: 'Program to connect' })
    .selectOption('PyCharm');
  await panel.getByRole('button', { name: /^Copy connection URL for/ }).click();
  await panel
    .getByRole('button', { name: 'Copy the token', exact: true })
    .click();
  await expect.poll(() => clipboard(page)).toBe(secret);
  await panel
    .getByRole('combobox', { name: 'Program to connect' })
    .selectOption('VS Code');

  // Closed, it is gone: the button copies the session's own again.
  await panel.getByRole('button', { name: 'Make one that lasts…' }).click();
  await expect(panel.getByText('Copied.')).toHaveCount(0);
  await panel
    .getByRole('button', { name: 'Copy connection URL for VS Code' })
    .click();
  await expect.poll(() => clipboard(page)).toContain('/user/alice/?token=');
  expect(await clipboard(page)).not.toContain(secret);

  expect(await exposed(page)).not.toContain(secret);
  const layout = await page.request.get(
    `${hub.url}user/alice/lab/api/workspaces`
  );
  expect(await layout.text()).not.toContain(secret);
  expect(said.join('\n')).not.toContain(secret);
  expect(asked.filter(one => one.includes(secret))).toEqual([]);
  expect(hub.log()).not.toContain(secret);
});

test('the token of a client that looks its server up may list servers', async ({
  page,
  hub
}) => {
  await openHubLab(page, hub, 'alice');
  const panel = await openPanel(page);
  const list = panel.getByRole('combobox', { name: 'Program to connect' });
  await list.selectOption('VS Code JupyterHub');
  const [tab] = await Promise.all([
    page.context().waitForEvent('page'),
    panel.getByRole('button', { name: 'Make one that lasts…' }).click()
  ]);
  await tab.waitForFunction('window._jupyterhub_page_loaded');
  await tab.getByLabel('Permissions').focus();
  await tab.keyboard.press('Control+V');
  const secret = await requestToken(tab);
  await page.bringToFront();
  await paste(page, panel);
  await expect(panel.getByText('It opens this server.')).toBeVisible();
  const reply = await tab.request.get(`${hub.url}hub/api/users/alice`, {
    headers: { Authorization: `token ${secret}` }
  });
  expect(await reply.json()).toMatchObject({
    servers: { '': { ready: true } }
  });
  await list.selectOption('VS Code');
});

test('a token that would not work says why when it is pasted', async ({
  page,
  hub
}, info) => {
  const { panel } = await openSteps(page, hub);
  const refused = async (token: string, sentence: RegExp) => {
    await paste(page, panel, token);
    await expect(panel.getByText(sentence)).toBeVisible();
    expect(await exposed(page)).not.toContain(token);
  };
  const ok = panel.getByText('It opens this server.');
  await refused('0123456789abcdef0123456789abcdef', /no token of this hub/);
  await refused('what I copied before\n', /no token of this hub/);
  await page.screenshot({ path: info.outputPath('refused.png') });

  const { token: empty } = await make(page, hub, 'alice', []);
  await refused(empty, /does not open this server/);

  const bobs = await page.request.post(`${hub.url}hub/api/users/bob`, {
    headers: { Authorization: `token ${hub.apiToken}` }
  });
  expect(bobs.status()).toBe(201);
  await refused((await make(page, hub, 'bob')).token, /of another user/);

  const good = await make(page, hub, 'alice', [SCOPE]);
  await paste(page, panel, good.token);
  await expect(ok).toBeVisible();
  // The server has seen it used, and would take it for minutes more.
  const url = `${hub.url}user/alice/?token=${good.token}`;
  expect(await connectVSCode(url)).toMatchObject({ ok: true });
  const gone = await page.request.delete(
    `${hub.url}hub/api/users/alice/tokens/${good.id}`,
    { headers: { Authorization: `token ${hub.apiToken}` } }
  );
  expect(gone.status()).toBe(204);
  await refused(good.token, /no token of this hub, or no longer/);

  await paste(page, panel, (await make(page, hub, 'alice')).token);
  await expect(ok).toBeVisible();
  await expect(panel.getByText(/do all that you may on/)).toBeVisible();
  expect(await axe(page, '#jupyterlab-remote-ide-panel')).toEqual([]);
  await page.screenshot({ path: info.outputPath('broad.png') });
});

test('the operator’s template fills the hub’s form in, also for a name that the form would split', async ({
  page
}) => {
  const [, template = ''] =
    /```html\n([^`]*token\.html[^`]*)```/.exec(readFileSync(GUIDE, 'utf8')) ??
    [];
  expect(template).toContain('<script>');
  const folder = mkdtempSync(join(tmpdir(), 'ridetemplates'));
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'token.html'), template);
  const extra = `c.JupyterHub.template_paths = ["${folder}"]`;
  const hub = await startHub({ users: ['bob smith'], extra });
  try {
    const { panel, tab, person } = await openSteps(page, hub, 'bob smith');
    await expect(tab.getByLabel('Note', { exact: true })).toHaveValue(
      'VS Code'
    );
    await expect(tab.getByLabel('Permissions')).toHaveValue(
      'access:servers!user'
    );
    await expect(tab.getByLabel('Token expires in')).toHaveValue('604800');
    await tab.bringToFront();
    await tab.getByRole('button', { name: 'Request new API token' }).click();
    const shown = tab.locator('#token-result');
    await expect(shown).toHaveText(/^\w{32}$/);
    const secret = (await shown.textContent()) ?? '';
    await expect.poll(() => clipboard(tab)).toBe(secret); // by the template
    await page.bringToFront();
    await paste(page, panel);
    await expect(panel.getByText('It opens this server.')).toBeVisible();
    await reached(page, person, 'template', 8);
    // Who comes to that page otherwise finds it as it was.
    await tab.goto(`${hub.url}hub/token`);
    await expect(tab.getByLabel('Permissions')).toHaveValue('');
  } finally {
    await hub.stop();
  }
});
