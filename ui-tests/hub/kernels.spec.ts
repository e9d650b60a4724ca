// Which kernels the IDE will list, and an environment that becomes one more.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { axe } from '../axe';
import { openPanel, section, widen } from '../panel';
import { dress, THEMES } from '../pictures/album';
import { expect, openLab, test } from '../plain';
import { PYTHON } from '../programs';
import type { IServer } from '../server';

test.use({
  viewport: { width: 1280, height: 1300 },
  permissions: ['clipboard-read', 'clipboard-write'],
  serverOptions: {
    baseUrl: '/a/b/',
    config: { LabApp: { expose_app_in_browser: true } },
    env: { PIP_INDEX_URL: 'https://ann:hunter2secret@mirror.example/simple' }
  }
});

const PURELIB = "import sysconfig; print(sysconfig.get_path('purelib'))";

/** A real virtual environment in the root folder, with the ipykernel of this checkout or none. */
function makeEnvironment(server: IServer, name: string, hasKernel = true) {
  const folder = join(server.root, name);
  execFileSync(PYTHON, ['-m', 'venv', folder]);
  if (hasKernel) {
    const purelib = (python: string) =>
      execFileSync(python, ['-c', PURELIB], { encoding: 'utf8' });
    const site = purelib(join(folder, 'bin/python')).trim();
    writeFileSync(join(site, 'here.pth'), purelib(PYTHON));
  }
  return folder;
}

/** What an IDE is told. */
async function listed(server: IServer): Promise<Record<string, string>> {
  const reply = await fetch(`${server.url}api/kernelspecs`, {
    headers: { Authorization: `token ${server.token}` }
  });
  const { kernelspecs } = (await reply.json()) as {
    kernelspecs: Record<string, { spec: { display_name: string } }>;
  };
  return Object.fromEntries(
    Object.entries(kernelspecs).map(([name, one]) => [
      name,
      one.spec.display_name
    ])
  );
}

test('the list is that of the IDE, and an environment is made one more by the keyboard', async ({
  page,
  server
}, info) => {
  const folder = makeEnvironment(server, 'thesis');
  const bare = makeEnvironment(server, 'bare', false);
  const scripts: string[] = [];
  page.on('request', request => scripts.push(request.url()));
  const isLoaded = () => scripts.some(url => url.includes('/static/kernels.'));
  await openLab(page, server);
  const panel = await openPanel(page);
  await widen(page, 250);
  const connect = section(panel, 'Connect');
  await connect.locator('.jp-mod-primary').click();
  await expect(connect.getByText('Copied.')).toBeVisible();
  expect(isLoaded()).toBe(false);

  const link = connect.getByRole('button', { name: 'Kernels and packages' });
  await link.focus();
  await page.keyboard.press('Enter');
  const group = connect.getByRole('group', { name: 'Kernels and packages' });
  await expect(group).toBeVisible();
  await expect(link).toBeFocused();
  expect(isLoaded()).toBe(true);
  const kernels = group.getByRole('list').first().getByRole('listitem');
  await expect(kernels.first()).toBeVisible();
  for (const name of Object.values(await listed(server))) {
    await expect(kernels.filter({ hasText: name })).toHaveCount(1);
  }
  await expect(kernels).toHaveCount(Object.keys(await listed(server)).length);
  // Which of these it is depends on whose checkout this is.
  await expect(
    group.getByText(/^%pip install … (puts packages into|cannot write to) \//)
  ).toBeVisible();
  expect(await page.content()).not.toContain('hunter2secret');
  await expect(group.getByText(folder)).toBeVisible();

  const offer = (name: string) =>
    group.getByRole('button', { name: `Make it a kernel: ${name}` });
  await offer('bare').click();
  await expect(
    group.getByText('It lacks the package ipykernel.')
  ).toBeVisible();
  await group.getByRole('button', { name: /^Copy the line/ }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    `${bare}/bin/python -m pip install ipykernel`
  );

  for (const theme of THEMES) {
    await dress(page, `JupyterLab ${theme}`);
    expect(await axe(page, '.jp-RemoteIDE-kernels')).toEqual([]);
    await group.scrollIntoViewIfNeeded();
    const [box, outer] = [await group.boundingBox(), await panel.boundingBox()];
    expect(box?.width).toBeLessThanOrEqual(outer?.width ?? 0);
    expect(
      await group.evaluate(node => node.scrollWidth <= node.clientWidth)
    ).toBe(true);
    await page.screenshot({ path: info.outputPath(`kernels-${theme}.png`) });
  }

  await offer('thesis').focus();
  await page.keyboard.press('Enter');
  const said = group.getByText(/^“Python \(thesis\)” is a kernel now\./);
  await expect(said).toBeFocused();
  await expect(offer('thesis')).toHaveCount(0);
  await expect(kernels.filter({ hasText: 'Python (thesis)' })).toHaveCount(1);
  expect(Object.values(await listed(server))).toContain('Python (thesis)');
  await page.screenshot({ path: info.outputPath('made.png') });

  // A page that opens it anew tells the same.
  await connect.getByRole('button', { name: 'Hide steps' }).click();
  await expect(group).toHaveCount(0);
  await connect.getByRole('button', { name: 'Show steps' }).click();
  await link.click();
  await expect(kernels.filter({ hasText: 'Python (thesis)' })).toHaveCount(1);
});
