// Another extension adds a section to the panel; docs/developers/extending.md shows its files.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { buildExtension } from '../extension';
import { openPanel, section } from '../panel';
import { expect, labIsReady, test } from '../plain';
import { type IServer, startServer } from '../server';

let labextensions: string;
let server: IServer | undefined;

test.beforeAll(async () => {
  labextensions = await buildExtension();
});

test.afterEach(async () => {
  await server?.stop();
});

/** JupyterLab with the example, and these plugins disabled by an administrator. */
async function start(...disabled: string[]): Promise<IServer> {
  const folder = join(labextensions, '..', 'etc');
  await mkdir(join(folder, 'labconfig'), { recursive: true });
  await writeFile(
    join(folder, 'labconfig', 'page_config.json'),
    JSON.stringify({
      disabledExtensions: Object.fromEntries(disabled.map(id => [id, true]))
    })
  );
  return startServer({
    config: { LabServerApp: { extra_labextensions_path: [labextensions] } },
    env: { JUPYTER_CONFIG_PATH: folder }
  });
}

test('an extension adds a section in its place, and words for a reason', async ({
  page
}) => {
  server = await start();
  // A server that warns of what only the site knows.
  await page.route(/remote-ide\/v1\/status/, async route => {
    const response = await route.fetch();
    const status = (await response.json()) as { warnings: string[] };
    status.warnings.push('scratch-full');
    await route.fulfill({ response, json: status });
  });
  await page.goto(`${server.url}lab?token=${server.token}`);
  await labIsReady(page);
  const panel = await openPanel(page);
  const scratch = section(panel, 'Scratch space');
  await expect(scratch).toContainText(/on \S+ is deleted every Sunday/);
  await expect(panel).toContainText('Your scratch space is full.');
  const ids = await panel
    .locator('[data-section]')
    .evaluateAll(nodes => nodes.map(node => node.getAttribute('data-section')));
  const place = ids.indexOf('scratch');
  expect(ids.slice(place - 1, place + 2)).toEqual([
    'apps',
    'scratch',
    'apitokens'
  ]);
  await scratch.getByRole('button', { name: 'Scratch space' }).click();
  await expect(scratch).not.toContainText('Sunday');
});

test('without its plugin the section is not there, and nothing else is missing', async ({
  page
}) => {
  server = await start('remote-ide-scratch:section');
  await page.goto(`${server.url}lab?token=${server.token}`);
  await labIsReady(page);
  const panel = await openPanel(page);
  await expect(section(panel, 'API tokens')).toBeVisible();
  await expect(section(panel, 'Scratch space')).toHaveCount(0);
});
