// Accessibility findings by axe, without those that stock JupyterLab brings along.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** Rules that JupyterLab 4.6 breaks by itself: file browser, launcher, skip link. Never excused for ours. */
const CORE = new Set(['aria-allowed-attr', 'image-redundant-alt', 'region']);
const OURS = /RemoteIDE|remote-ide/;

/** One line per broken rule and element; empty is good. `within` is a selector of ours: there nothing is excused. */
export async function axe(page: Page, within?: string): Promise<string[]> {
  const builder = new AxeBuilder({ page });
  const { violations } = await (
    within ? builder.include(within) : builder
  ).analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes
      .map(({ target }) => target.join(' '))
      .filter(target => within ?? (!CORE.has(id) || OURS.test(target)))
      .map(target => `${id}: ${help}: ${target}`)
  );
}
