import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import type { Locator, Page } from '@playwright/test';

import { typeUntil } from '../keys';
import { expect, labIsReady, test } from '../plain';
import { own, program } from '../programs';
import type { IServer } from '../server';

test.use({
  serverOptions: {
    baseUrl: '/a/b/',
    env: { JUPYTER_REMOTE_DESKTOP_PROXY_XSTARTUP: program('xstartup.sh') }
  }
});

const DETACHED = 'disown forked nohup screen setsid subshell tmux trap'.split(
  ' '
);
const STARTED =
  'plain disown nohup setsid forked subshell trap front tmux screen\n';
const CODE = 'code-server';
const DESKTOP = 'desktop-websockify';

/** The command lines of all that runs for the account. */
function running(server: IServer): string[] {
  return execFileSync('ps', ['-u', server.account, '-o', 'args='], {
    encoding: 'utf8'
  })
    .split('\n')
    .filter(line => line !== '' && !line.includes('<defunct>'));
}

/** Of the jobs that were started in this terminal, the kinds that run. */
function jobs(server: IServer, tag: string): string[] {
  const start = join(server.home, 'jobs', `${tag}-`);
  const found = running(server).filter(line => line.startsWith(start));
  const kinds = found.map(line => line.slice(start.length).split(' ')[0] ?? '');
  return [...new Set(kinds)].sort();
}

/** What is neither a job that was detached, nor what holds it, nor Jupyter. */
function others(server: IServer): string[] {
  return running(server).filter(
    line =>
      !line.startsWith(join(server.home, 'jobs')) &&
      !/^(SCREEN|tmux) /.test(line) &&
      !/\/jupyter-lab |remote-ide-guard/.test(line)
  );
}

async function ask<T>(
  page: Page,
  server: IServer,
  method: string,
  path: string
): Promise<T> {
  const reply = await page.request.fetch(`${server.url}${path}`, {
    method,
    headers: { Authorization: `token ${server.token}` },
    ...(method === 'POST' ? { data: {} } : {})
  });
  expect(reply.ok(), await reply.text()).toBe(true);
  return (method === 'DELETE' ? null : await reply.json()) as T;
}

async function state(
  page: Page,
  server: IServer,
  name: string
): Promise<string | undefined> {
  const { apps } = await ask<{ apps: { name: string; state: string }[] }>(
    page,
    server,
    'GET',
    'remote-ide/v1/apps'
  );
  return apps.find(app => app.name === name)?.state;
}

/** A terminal of code-server, of the Desktop and of JupyterLab, each in a page of its own. */
async function openTerminals(
  page: Page,
  server: IServer
): Promise<Record<string, [Page, Locator, { x: number; y: number }?]>> {
  await page.goto(`${server.url}lab?reset&token=${server.token}`);
  await labIsReady(page);
  await page
    .locator('.jp-LauncherCard', { hasText: /^Terminal$/ })
    .first()
    .click();
  const lab = page.locator('.jp-Terminal .xterm-screen').first();
  await lab.waitFor();

  for (const name of [CODE, DESKTOP]) {
    await ask(page, server, 'POST', `remote-ide/v1/apps/${name}/start`);
  }
  const code = await page.context().newPage();
  await code.goto(`${server.url}code-server/?folder=${server.root}`);
  const explorer = code.locator('.explorer-folders-view');
  await explorer.waitFor({ timeout: 90_000 });
  const screen = code.locator('.terminal-wrapper.active .xterm-screen');
  await expect(async () => {
    if (!(await screen.isVisible())) {
      await explorer.click();
      await code.keyboard.press('Control+`');
    }
    await screen.waitFor({ timeout: 10_000 });
  }).toPass({ timeout: 90_000 });

  const desktop = await page.context().newPage();
  await desktop.goto(`${server.url}desktop/`);
  const canvas = desktop.locator('canvas').first();
  await canvas.waitFor({ timeout: 90_000 });
  return {
    lab: [page, lab],
    code: [code, screen],
    desk: [desktop, canvas, { x: 200, y: 200 }]
  };
}

test.afterEach(({ server }) => {
  const folder = join(server.home, 'jobs');
  spawnSync('pkill', ['-u', server.account, '-f', `^${folder}/`]);
  rmSync(folder, { recursive: true, force: true });
});

for (const how of [
  'a stop and a restart',
  'SIGTERM',
  'SIGINT',
  'SIGHUP',
  'SIGKILL',
  'shutdown'
] as const) {
  test(`what a person detached lives on after ${how}, as from JupyterLab’s own terminal`, async ({
    page,
    server
  }, info) => {
    test.setTimeout(300_000);
    copyFileSync(program('detach.sh'), join(server.home, 'd'));
    own(server, join(server.home, 'd'));
    const terminals = await openTerminals(page, server);
    for (const [tag, [where, screen, position]] of Object.entries(terminals)) {
      // In the Desktop somebody sits in tmux, in the others a job is in the foreground.
      const front = tag === 'desk' ? 'tmux -L desk attach' : '$front';
      const line = `. ~/d ~/jobs ${tag}; ${front}`;
      const file = join(server.home, 'jobs', tag);
      await where.bringToFront();
      await typeUntil(where, screen, line, file, STARTED, position);
      await expect
        .poll(() => jobs(server, tag))
        .toEqual(expect.arrayContaining([...DETACHED, 'plain']));
      await where.screenshot({ path: info.outputPath(`${tag}.png`) });
    }

    if (how === 'a stop and a restart') {
      const call = (name: string, verb: string) =>
        ask(page, server, 'POST', `remote-ide/v1/apps/${name}/${verb}`);
      await call(CODE, 'stop');
      await call(DESKTOP, 'restart');
      for (const [name, wanted] of [
        [CODE, 'stopped'],
        [DESKTOP, 'running']
      ] as const) {
        await expect
          .poll(() => state(page, server, name), { timeout: 60_000 })
          .toBe(wanted);
      }
      await call(DESKTOP, 'stop');
      type Terminals = { name: string }[];
      const own = await ask<Terminals>(page, server, 'GET', 'api/terminals');
      for (const { name } of own) {
        await ask(page, server, 'DELETE', `api/terminals/${name}`);
      }
    } else {
      for (const [where] of Object.values(terminals)) {
        await where.goto('about:blank'); // an open tab would start its app again
      }
      await server.restart(how);
    }

    for (const tag of Object.keys(terminals)) {
      await expect.poll(() => jobs(server, tag)).toEqual(DETACHED);
    }
    await expect.poll(() => others(server)).toEqual([]);
  });
}
