import { expect, openLab, test } from '../plain';

// The wheel that tests/real/test_wheel.py has installed there.
test.use({ serverOptions: { venv: '.cache/envs/lab42' } });

test('JupyterLab 4.2 takes the wheel without a complaint', async ({
  page,
  server
}) => {
  const said: string[] = [];
  page.on('console', message => said.push(message.text()));
  page.on('pageerror', error => said.push(error.message));
  await openLab(page, server);
  await expect(
    page.locator('[data-id="jupyterlab-remote-ide-panel"]')
  ).toBeVisible();
  expect(said.filter(text => text.includes('jupyterlab-remote-ide'))).toEqual(
    []
  );
});
