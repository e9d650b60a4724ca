// Everything of ours that a person comes by in JupyterLab, once.
import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { Locator, Page } from '@playwright/test';

import { expect } from './plain';

export interface IWalk {
  readonly page: Page;
  readonly panel: Locator;
  /** Looks at this; `others` selects what is not ours in it. */
  readonly see: (
    what: string,
    where: Locator,
    others?: string
  ) => Promise<void>;
  /** Looks at what is shown elsewhere. */
  readonly read: (what: string, texts: readonly string[]) => void;
}

interface IWindow {
  readonly jupyterapp: Pick<JupyterFrontEnd, 'commands'>;
}

/** What a menu or the palette has of ours. */
const OURS = '[data-command^="remote-ide:"]';

/** A part of the panel, by its id: its name is in another language. */
const part = (panel: Locator, id: string) =>
  panel.locator(`[data-section="${id}"]`);

/** A button by a part of its English name. */
const button = (within: Locator | Page, name: string | RegExp) =>
  within.getByRole('button', { name });

const toast = (page: Page, text: string) =>
  page.locator('.Toastify__toast-body', { hasText: text });

/** Presses what then is something else, until there is no more of it. */
async function pressAll(found: Locator): Promise<void> {
  while ((await found.count()) > 0) {
    await found.first().click();
  }
}

const unfold = (within: Locator) =>
  pressAll(within.locator('details:not([open]) > summary'));

/** Opens a dialog, looks at it and leaves it as it is. */
async function seeDialog(
  { page, see }: IWalk,
  what: string,
  opener: Locator
): Promise<void> {
  await opener.click();
  const dialog = page.locator('.jp-Dialog');
  // The cross in its corner is JupyterLab's.
  await see(what, dialog, '.jp-Dialog-close-button');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
}

/** The panel that does not come, the panel that came at last, its menu, and its headings alone. */
export async function seePanel({ page, panel, see }: IWalk): Promise<void> {
  const code = /jupyterlab-remote-ide\/static\/panel\./;
  await page.route(code, route => route.abort());
  await page
    .locator('.jp-SideBar')
    .getByRole('tab', { name: 'Remote IDE' })
    .click();
  await see('a panel that does not come', panel);
  await page.unroute(code);
  await button(panel, 'Try again').click();
  await expect(part(panel, 'help')).toBeVisible();
  await pressAll(panel.locator('h3 button[aria-expanded=false]'));
  await expect(panel.getByText('«No tokens yet.')).toBeVisible();
  await expect(panel.getByText(/(Loading|Looking)…/)).toHaveCount(0);
  await see('the panel', panel);
  await button(panel, 'More').click();
  await see('its menu', page.locator(`.lm-Menu ${OURS}`));
  await page.locator('.lm-Menu [data-command$="copy-diagnostics"]').click();
  await see('diagnostics', toast(page, 'diagnostics'));
  for (const isOpen of ['false', 'true']) {
    for (const heading of await panel.locator('h3 button').all()) {
      await heading.press('Enter');
      await expect(heading).toHaveAttribute('aria-expanded', isOpen);
    }
    await see(`the panel, expanded: ${isOpen}`, panel);
  }
}

/** The card of every client: before the press, after it, with what is revealed, and where nothing is copied. */
export async function seeConnect({ page, panel, see }: IWalk): Promise<void> {
  const connect = part(panel, 'connect');
  const list = connect.locator('.jp-RemoteIDE-client select');
  const press = connect.locator('.jp-mod-primary');
  for (const client of await list.locator('option').allTextContents()) {
    await list.selectOption(client);
    await unfold(connect);
    await see(`${client}, before the press`, connect);
    await press.click();
    await expect(connect.getByText('«Copied.»')).toBeVisible();
    await see(`${client}, after it`, connect);
    for (const more of [
      'Check connection',
      'Kernels and packages',
      'SSH tunnel to this server'
    ]) {
      const link = button(connect, more);
      if (client === 'VS Code' && (await link.count()) > 0) {
        await link.click();
        await see(more, connect);
        await link.click();
      }
    }
    await pressAll(button(connect, 'Show the'));
    await button(connect, 'Copy').last().click();
    await see(`${client}, revealed`, connect);
  }
  await list.selectOption('VS Code');
  await connect.locator('.jp-RemoteIDE-terms select').selectOption('custom');
  const days = connect.locator('.jp-RemoteIDE-days input');
  await days.fill('0');
  await see('days that cannot be', connect);
  await days.fill('3');
  await page.evaluate(() => {
    const refuse = () => Promise.reject(new Error('refused'));
    Object.assign(navigator.clipboard, { write: refuse, writeText: refuse });
    Object.assign(document, { execCommand: () => false });
  });
  await press.click();
  const refused = connect.locator('.jp-RemoteIDE-refused');
  await button(refused, 'Copy').click();
  await see('a refused copy', connect);
}

/** The list of tokens, and the question before one is revoked. */
export async function seeTokens(walk: IWalk): Promise<void> {
  const { page, panel, see } = walk;
  const tokens = part(panel, 'apitokens');
  const revoke = button(tokens, 'Revoke');
  const count = await revoke.count();
  await see('tokens', tokens);
  await seeDialog(walk, 'revoking', revoke.first());
  await revoke.first().click();
  await page.locator('.jp-Dialog .jp-mod-warn').click();
  await expect(revoke).toHaveCount(count - 1);
  await see('one token less', panel);
}

/** The row of every port, those that are hidden among them, and what can be done. */
export async function seePorts(
  walk: IWalk,
  kinds: readonly (string | RegExp)[]
): Promise<void> {
  const { page, panel, see } = walk;
  const running = part(panel, 'running');
  await button(running, 'hidden').click();
  for (const kind of kinds) {
    await expect(running.getByText(kind).first()).toBeVisible();
  }
  await pressAll(running.locator('[aria-expanded=false]'));
  await see('ports', running);
  const stop = button(running, 'Stop the program').first();
  await seeDialog(walk, 'stopping a program', stop);
  await button(running, 'Copy the URL').first().click();
  await see('a port, its URL copied', running);
  await running.locator('a[href*="/proxy/"]').first().click();
  await see('its tab', page.locator('.jp-ServerProxy .jp-Toolbar-item'));
}

/** The tile of each app in its state, its log, and what is asked before one is ended. Alfa is to be started. */
export async function seeApps(
  walk: IWalk,
  states: Readonly<Record<string, string>>
): Promise<void> {
  const { page, panel, see } = walk;
  const apps = part(panel, 'apps');
  const running = part(panel, 'running');
  for (const [title, state] of Object.entries(states)) {
    const tile = panel.locator('li', { hasText: title }).first();
    await expect(tile).toContainText(`«${state}»`);
  }
  await pressAll(apps.locator('[aria-expanded=false]'));
  await see('apps', apps);
  await button(apps, 'Look again').first().click();
  await see('an app, looked for again', apps);
  for (const log of await button(panel, 'Show the log of').all()) {
    await log.click();
    await see('a log', panel);
  }
  await apps.getByRole('link', { name: 'Alfa' }).click();
  await page.frameLocator('[title="Alfa"]').getByText('the app').waitFor();
  await expect(button(running, 'Stop Alfa')).toBeAttached();
  await see('an app that runs', panel);
  const tab = page.locator('.jp-ServerProxy:visible');
  await see('the tab of an app', tab.locator('.jp-Toolbar-item'));
  await seeDialog(walk, 'restarting an app', button(running, 'Restart Alfa'));
  await seeDialog(walk, 'stopping an app', button(running, 'Stop Alfa'));
}

/** Where nothing of the server answers. */
export async function seeLoss({ page, panel, see }: IWalk): Promise<void> {
  const server = /\/remote-ide\/v1\//;
  await page.route(server, route => route.abort());
  await button(panel, 'Refresh').first().click();
  await expect(button(panel, 'Try again').first()).toBeVisible();
  await part(panel, 'connect').locator('.jp-mod-primary').click();
  await see('a server out of reach', panel);
  await page.unroute(server);
}

/** Palette, menus and launcher, and the names of commands that are in none of them. */
export async function seeMenus({ page, see, read }: IWalk): Promise<void> {
  const commands = await page.evaluate(() => {
    const { commands } = (window as unknown as IWindow).jupyterapp;
    return commands
      .listCommands()
      .filter(id => id.startsWith('remote-ide:'))
      .flatMap(id => [
        commands.label(id, { name: 'cheap' }),
        commands.caption(id, { name: 'cheap' })
      ]);
  });
  expect(commands.length).toBeGreaterThan(20);
  read('commands', commands);
  await page.keyboard.press('Control+Shift+C');
  await see('the palette', page.locator(`.lm-CommandPalette ${OURS}`));
  await page.keyboard.press('Escape');
  await page.locator('.lm-MenuBar').getByText('View', { exact: true }).click();
  await see('the menu View', page.locator(`.lm-Menu ${OURS}`));
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Shift+L');
  const tiles = page.locator('.jp-Launcher-section:visible');
  await see('the launcher', tiles.filter({ hasText: 'Remote IDE' }));
}

/** Our plugins in the settings. */
export async function seeSettings({ page, see }: IWalk): Promise<void> {
  await page.keyboard.press('Control+,');
  const ours = page.locator('[data-id^="jupyterlab-remote-ide:"]');
  await ours.first().waitFor();
  for (const entry of await ours.all()) {
    await see('the list of settings', entry);
    await entry.click();
    const form = page.locator('.jp-SettingsPanel form');
    await see('settings', form, '.jp-FormGroup-default');
  }
}

/** What a folder offers, and, as the panel is out of sight there, the news of a port. */
export async function seeFiles(
  { page, see }: IWalk,
  folder: string,
  openPort: () => Promise<void>
): Promise<void> {
  await page
    .locator('.jp-SideBar')
    .getByRole('tab', { name: 'File Browser' })
    .click();
  await openPort();
  const item = page.locator('.jp-DirListing-item', { hasText: folder });
  await item.click({ button: 'right' });
  await see('a folder', page.locator(`.lm-Menu ${OURS}`));
  await page.keyboard.press('Escape');
  await see('news of a port', toast(page, 'is open'));
}
