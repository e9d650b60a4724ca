import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { typeUntil } from '../keys';
import { openPanel, section } from '../panel';
import {
  expect,
  labIsDrawn,
  labIsReady,
  letPass,
  openLab,
  test
} from '../plain';
import { own } from '../programs';
import { type IServer, startServer } from '../server';

/** Another wrapper's tile may stand beside ours; then both titles tell which is which. */
const TITLE = /VS Code( \(code-server\))?$/;
const OURS = /VS Code(?! \(vscode)/;
const EXTENSION =
  '.local/share/code-server/extensions/remote-ide-tests.kept-1.0.0';

/** An extension that leaves a line each time it starts in the real extension host. */
function install(server: IServer): string {
  const seen = join(server.home, 'extension-starts');
  const folder = join(server.home, EXTENSION);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({
      name: 'kept',
      publisher: 'remote-ide-tests',
      version: '1.0.0',
      engines: { vscode: '^1.80.0' },
      main: './extension.js',
      activationEvents: ['onStartupFinished']
    })
  );
  writeFileSync(
    join(folder, 'extension.js'),
    `exports.activate = () => require('fs').appendFileSync(${JSON.stringify(seen)}, 'started\\n');`
  );
  own(server, join(server.home, '.local'));
  return seen;
}

const starts = (file: string): number =>
  existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0;

for (const baseUrl of ['/', '/user/ann@x.org/']) {
  test(`code-server opens at the launcher’s folder under ${baseUrl}, and its terminal works`, async ({
    page
  }, info) => {
    test.setTimeout(300_000);
    const server = await startServer({ baseUrl });
    try {
      const seen = install(server);
      const folder = join(server.root, 'my project');
      mkdirSync(folder);
      writeFileSync(join(folder, 'only-here.txt'), 'x');
      own(server, folder);
      await openLab(page, server);
      // eslint-disable-next-line jupyter/galata-prefer-filebrowser-helper -- galata works only at /
      await page
        .locator('.jp-DirListing-item', { hasText: 'my project' })
        .dblclick();
      await page
        .locator('.jp-DirListing-item', { hasText: 'only-here.txt' })
        .waitFor();
      // The launcher that was there has its own folder: a new one stands in this.
      await page.keyboard.press('Control+Shift+L');
      const tile = page
        .locator('.jp-Launcher:visible .jp-LauncherCard', {
          hasText: TITLE
        })
        .first();
      await tile.click();
      const frame = page.frameLocator('iframe[title^="VS Code"]');
      await frame
        .locator('.explorer-folders-view .monaco-list-row', {
          hasText: 'only-here.txt'
        })
        .waitFor({ timeout: 60_000 });
      await expect.poll(() => starts(seen), { timeout: 60_000 }).toBe(1);
      await expect(page.locator('.jp-RemoteIDE-tabStatus:visible')).toHaveText(
        /running/i
      );

      const screen = frame.locator('.terminal-wrapper.active .xterm-screen');
      await expect(async () => {
        if (!(await screen.isVisible())) {
          await frame.locator('.explorer-folders-view').click();
          await page.keyboard.press('Control+`');
        }
        await screen.waitFor({ timeout: 10_000 });
      }).toPass({ timeout: 60_000 });
      await typeUntil(
        page,
        screen,
        'pwd > "$HOME/typed-$((6*7))"',
        join(server.home, 'typed-42'),
        `${folder}\n`
      );
      await page.screenshot({ path: info.outputPath('code-server.png') });

      // Stop with the tab open: gone, and the tab does not bring it back.
      const panel = await openPanel(page);
      const apps = section(panel, 'Start');
      const ask = async () =>
        (await (
          await page.request.get(`${server.url}remote-ide/v1/apps`, {
            headers: { Authorization: `token ${server.token}` }
          })
        ).json()) as {
          apps: { name: string; state: string; pid: number | null }[];
        };
      const state = async () =>
        (await ask()).apps.find(app => app.name === 'code-server');
      const pid = (await state())?.pid ?? 0;
      await page.clock.install();
      expect(existsSync(`/proc/${pid}`)).toBe(true);
      await panel
        .getByRole('button', { name: /^Stop VS Code(?! \(vscode)/ })
        .first()
        .click();
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /Stop/ })
        .click();
      await expect.poll(async () => (await state())?.state).toBe('stopped');
      await letPass(page, 60);
      expect(await state()).toMatchObject({ state: 'stopped', pid: null });
      expect(existsSync(`/proc/${pid}`)).toBe(false);
      await expect(
        page.getByText(/^VS Code.* is not running\.$/)
      ).toBeVisible();
      await page.screenshot({ path: info.outputPath('stopped.png') });

      // Started again by a person: the tab turns into it by itself, and the extension is still there.
      await apps.getByRole('link', { name: OURS }).click();
      await expect
        .poll(async () => (await state())?.state, { timeout: 60_000 })
        .toBe('running');
      await expect(page.locator('.jp-RemoteIDE-tabStatus:visible')).toHaveText(
        /running/i
      );
      await expect
        .poll(() => starts(seen), { timeout: 60_000 })
        .toBeGreaterThan(1);

      // And with the next server, after this one was killed.
      if (baseUrl === '/') {
        const before = starts(seen);
        await page.goto('about:blank');
        await server.restart('SIGKILL');
        expect(starts(seen)).toBe(before);
        await page.goto(`${server.url}lab?reset&token=${server.token}`);
        await labIsReady(page);
        await page.goto(`${server.url}code-server/`);
        await page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
        await expect
          .poll(() => starts(seen), { timeout: 60_000 })
          .toBeGreaterThan(before);
      }
    } finally {
      await server.stop();
    }
  });
}

test('a typed URL shows the start page, then the app; a program that fails says so', async ({
  page
}, info) => {
  const server = await startServer({
    baseUrl: '/a/b/',
    config: {
      ServerProxy: {
        servers: {
          broken: {
            command: ['sh', '-c', 'echo the disk is full >&2; exit 1'],
            launcher_entry: { title: 'Broken', path_info: 'broken/' }
          }
        }
      }
    }
  });
  try {
    await openLab(page, server);
    await page.goto(`${server.url}code-server/`);
    await page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
    await page.goto(`${server.url}broken/`);
    await expect(page.getByRole('status')).toContainText(
      'several times in a row',
      {
        timeout: 30_000
      }
    );
    await expect(page.locator('#log')).toContainText('the disk is full');
    await page.screenshot({ path: info.outputPath('start-page.png') });
    await page.getByRole('link', { name: 'Back to JupyterLab' }).click();
    await expect(page).toHaveURL(/\/a\/b\/lab/);
    await labIsDrawn(page);
  } finally {
    await server.stop();
  }
});
