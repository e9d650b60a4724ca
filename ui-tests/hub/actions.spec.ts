// How many actions lead from “logged in” to a URL in the clipboard: clicks, choices, pastes; nothing is typed.
import { openPanel } from '../panel';
import { reached, watchPerson } from '../person';
import { expect, openHubLab, openLab, test } from '../plain';

test.use({
  hubOptions: { users: ['alice'], ownerTokens: false },
  permissions: ['clipboard-read', 'clipboard-write']
});

const copy = { name: 'Copy connection URL for VS Code' };

test('six with a server of one’s own', async ({ page, server }) => {
  await openLab(page, server);
  const panel = await openPanel(page);
  const person = await watchPerson(page);
  await panel.getByRole('button', copy).click();
  await reached(page, person, 'embedded', 6);
});

test('six under a hub with the session’s own token, eleven for one that lasts', async ({
  page,
  hub
}) => {
  await openHubLab(page, hub, 'alice');
  const panel = await openPanel(page);
  const person = await watchPerson(page);
  await panel.getByRole('button', copy).click();
  await reached(page, person, 'session', 6);

  person.actions = 0;
  await page.evaluate(() => navigator.clipboard.writeText(''));
  const [tab] = await Promise.all([
    page.context().waitForEvent('page'),
    panel.getByRole('button', { name: 'Make one that lasts…' }).click()
  ]);
  await tab.waitForFunction('window._jupyterhub_page_loaded');
  await tab.getByLabel('Permissions').focus();
  await tab.keyboard.press('Control+V');
  await tab.getByLabel('Token expires in').selectOption({ label: '1 Week' });
  await tab.getByRole('button', { name: 'Request new API token' }).click();
  const shown = tab.locator('#token-result');
  await expect(shown).toHaveText(/^\w{32}$/);
  await shown.selectText(); // by a double click, which is the press of copying it
  await tab.keyboard.press('Control+C');
  await page.bringToFront();
  await panel.getByLabel('Paste the token here').focus();
  await page.keyboard.press('Control+V');
  await expect(panel.getByText('It opens this server.')).toBeVisible();
  await reached(page, person, 'guided', 11);
});
