import { execFile, execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { hostname } from 'node:os';
import { promisify } from 'node:util';

import type { Locator, Page, TestInfo } from '@playwright/test';

import { axe } from '../axe';
import { go } from '../keys';
import { exposed, openPanel, widen } from '../panel';
import { dress } from '../pictures/album';
import { expect, openLab, test } from '../plain';
import { connectVSCode } from '../programs';
import { type IServer, startServer } from '../server';

const LINK = 'SSH tunnel to this server';

test.use({
  permissions: ['clipboard-read', 'clipboard-write'],
  serverOptions: {
    baseUrl: '/a/b/',
    config: { LabApp: { expose_app_in_browser: true } },
    // As a job's script starts it; no Slurm runs here.
    env: {
      SLURM_JOB_ID: '4242',
      SLURM_SUBMIT_HOST: 'login1.cluster.example',
      SLURMD_NODENAME: 'node042',
      SLURM_CLUSTER_NAME: 'cluster'
    }
  }
});

interface ITold {
  readonly browser_url: string;
  readonly ide_url: string;
  readonly local_port: number;
  readonly port: number;
  readonly commands: readonly [Record<string, string>];
}

/** What the server says itself. */
async function told(page: Page, server: IServer): Promise<ITold> {
  const reply = await page.request.get(
    `${server.url}remote-ide/v1/connect/tunnel`
  );
  return (await reply.json()) as ITold;
}

async function copied(page: Page, panel: Locator, name: string) {
  await page.evaluate(() => navigator.clipboard.writeText(''));
  await panel
    .getByRole('button', { name: `Copy the ${name}`, exact: true })
    .click();
  const text = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(text).not.toBe('');
  return text();
}

/** While this runs the local port leads to the server's, as ssh's does. */
async function through(tunnel: ITold, run: () => Promise<void>): Promise<void> {
  const forward = createServer(here => {
    const there = connect(tunnel.port, '127.0.0.1');
    here.pipe(there).pipe(here);
    for (const end of [here, there]) {
      end.on('error', () => {
        here.destroy();
        there.destroy();
      });
    }
  });
  await new Promise<void>((resolve, reject) => {
    forward.on('error', reject);
    forward.listen(tunnel.local_port, '127.0.0.1', resolve);
  });
  try {
    await run();
  } finally {
    forward.close();
  }
}

test('what the buttons copy leads through the tunnel to the server', async ({
  page,
  server
}) => {
  await openLab(page, server);
  const panel = await openPanel(page);
  const tunnel = await told(page, server);
  const [first] = tunnel.commands;
  await panel.getByRole('button', { name: LINK }).click();
  await expect(panel.getByText(first.posix ?? '')).toBeVisible();
  expect(await copied(page, panel, 'ssh command')).toBe(first.posix);
  await panel.getByText('Other ways to run it').click();
  expect(await copied(page, panel, 'ssh command for Windows')).toBe(
    first.windows
  );
  expect(await copied(page, panel, 'lines for ~/.ssh/config')).toBe(
    first.ssh_config
  );
  expect(await copied(page, panel, 'address for your browser')).toBe(
    tunnel.browser_url
  );

  const url = await copied(page, panel, 'address through the tunnel');
  const secret = new URL(url).searchParams.get('token') ?? '';
  expect(url).toBe(`${tunnel.ide_url}?token=${secret}`);
  expect(secret).not.toBe(server.token);
  expect(await copied(page, panel, 'address without a tunnel')).toBe(
    `http://localhost:${tunnel.port}/a/b/?token=${secret}`
  );
  // The card has the same one, for the address of this page.
  expect(await copied(page, panel, 'connection URL')).toBe(
    `${server.url}?token=${secret}`
  );
  expect(await exposed(page)).not.toContain(secret);
  await panel
    .getByRole('button', {
      name: 'Show the address through the tunnel for 30 seconds'
    })
    .click();
  await expect(panel.getByText(url)).toBeVisible();

  await through(tunnel, async () => {
    const kernels = url.replace('?', 'api/kernels?');
    // Not in one go: the way through is in this process.
    const { stdout } = await promisify(execFile)('curl', [
      '--silent',
      '--fail',
      kernels
    ]);
    expect(JSON.parse(stdout)).toEqual([]);
    const lab = await page.request.get(tunnel.browser_url, {
      headers: { Authorization: `token ${server.token}` }
    });
    expect(await lab.text()).toContain('jupyter-config-data');
    expect(await connectVSCode(url)).toMatchObject({
      ok: true,
      output: hostname()
    });
  });
});

test('a server without a job is asked by a press alone, by keys', async ({
  page
}) => {
  const server = await startServer();
  const asked: string[] = [];
  page.on('request', request => {
    if (request.url().includes('/connect/tunnel')) {
      asked.push(request.url());
    }
  });
  await openLab(page, server);
  const panel = await openPanel(page);
  const link = panel.getByRole('button', { name: LINK });
  await expect(link).toHaveAttribute('aria-expanded', 'false');
  expect(asked).toEqual([]);
  await page
    .locator('.jp-SideBar')
    .getByRole('tab', { name: 'Remote IDE' })
    .focus();
  await go(page, 'Tab', link);
  await page.keyboard.press('Enter');
  await go(
    page,
    'Tab',
    panel.getByRole('button', { name: 'Copy the ssh command' })
  );
  await page.keyboard.press('Enter');
  const tunnel = await told(page, server);
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toBe(tunnel.commands[0].posix);
  const ways = panel.locator('summary', { hasText: 'Other ways to run it' });
  await go(page, 'Tab', ways);
  await page.keyboard.press('Enter');
  await go(
    page,
    'Tab',
    panel.getByRole('button', { name: 'Copy the lines for ~/.ssh/config' })
  );
  const paste = panel.getByRole('button', {
    name: 'Copy the address through the tunnel'
  });
  await go(page, 'Tab', paste);
  await page.keyboard.press('Enter');
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toContain(`${tunnel.ide_url}?token=`);
  await expect(paste).toBeFocused(); // though what it copied was made just now
  await server.stop();
});

test('it is told to everybody in a narrow panel, light and dark', async ({
  page,
  server
}, info: TestInfo) => {
  await openLab(page, server);
  await page.setViewportSize({ width: 1000, height: 1600 });
  const panel = await openPanel(page);
  await widen(page);
  await panel.getByRole('button', { name: LINK }).click();
  await panel.getByText('Other ways to run it').click();
  await expect(panel.getByText('On Windows:')).toBeVisible();
  for (const name of ['Dark', 'Light']) {
    await dress(page, `JupyterLab ${name}`);
    expect(await axe(page, '[data-section="connect"]')).toEqual([]);
    await page.screenshot({ path: info.outputPath(`${name}.png`) });
  }
  const over = await panel.evaluate(
    node => node.scrollWidth - node.clientWidth
  );
  expect(over).toBe(0);
});

test('VS Code over SSH gets lines that ssh understands, and the folder', async ({
  page,
  server
}, info: TestInfo) => {
  await openLab(page, server);
  const panel = await openPanel(page);
  const list = panel.getByRole('combobox', { name: 'Program to connect' });
  await list.selectOption('VS Code Remote-SSH');
  await panel
    .getByRole('button', { name: 'Copy VS Code Remote-SSH settings' })
    .click();
  const link = panel.getByRole('link', {
    name: 'Then open this folder in VS Code'
  });
  await expect(link).toHaveAttribute(
    'href',
    `vscode://vscode-remote/ssh-remote+jupyter-cluster-ide${server.root}`
  );
  await page.screenshot({ path: info.outputPath('ssh.png') });
  const block = await page.evaluate(() => navigator.clipboard.readText());
  const file = info.outputPath('config');
  writeFileSync(file, block);
  const read = execFileSync('ssh', ['-G', '-F', file, 'jupyter-cluster-ide'], {
    stdio: ['ignore', 'pipe', 'ignore']
  });
  const lines = read.toString().split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      'hostname node042',
      `user ${server.account}`,
      `proxyjump ${server.account}@login1.cluster.example`
    ])
  );
  expect(lines.filter(line => /^localforward/.test(line))).toEqual([]);
  await list.selectOption('JetBrains Gateway');
  await panel
    .getByRole('button', { name: 'Copy JetBrains Gateway settings' })
    .click();
  await expect(
    panel.getByText(`Username: ${server.account}. Host: jupyter-cluster-ide.`)
  ).toBeVisible();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toBe(block);
  await page.screenshot({ path: info.outputPath('gateway.png') });
  await list.selectOption('VS Code'); // the server is shared
});
