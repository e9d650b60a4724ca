import type { CommandRegistry } from '@lumino/commands';
import { Menu } from '@lumino/widgets';

import { CommandIDs } from '../core/commands';
import { HUB_COMMAND } from './hubitem';

/** What concerns the server as a whole, below the button of the toolbar. */
export function openMenu(commands: CommandRegistry, anchor: HTMLElement): void {
  const menu = new Menu({ commands });
  const items: Menu.IItemOptions[] = [
    { command: 'settingeditor:open', args: { query: 'Remote IDE' } },
    { command: CommandIDs.copyDiagnostics },
    { type: 'separator' },
    { command: HUB_COMMAND },
    { command: CommandIDs.openHubControlPanel },
    // JupyterLab's own, where a server may be ended from its page.
    { command: 'filemenu:shutdown' }
  ];
  for (const item of items) {
    // One whose command is not there is not seen.
    menu.addItem(item);
  }
  anchor.setAttribute('aria-expanded', 'true');
  menu.aboutToClose.connect(() => {
    anchor.setAttribute('aria-expanded', 'false');
    // After the chosen command ran, which closing comes before.
    requestAnimationFrame(() => {
      menu.dispose();
      anchor.focus();
    });
  });
  const { left, bottom } = anchor.getBoundingClientRect();
  menu.open(left, bottom);
}
