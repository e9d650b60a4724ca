import type { CommandRegistry } from '@lumino/commands';
import { Menu } from '@lumino/widgets';

import { CommandIDs } from '../core/commands';
import { HUB_COMMAND } from './hubitem';

/** The menu of the strip, below its button. */
export function openMenu(commands: CommandRegistry, anchor: HTMLElement): void {
  const menu = new Menu({ commands });
  for (const command of [
    HUB_COMMAND,
    CommandIDs.openHubControlPanel,
    CommandIDs.refresh,
    CommandIDs.copyDiagnostics
  ]) {
    if (commands.hasCommand(command)) {
      menu.addItem({ command });
    }
  }
  menu.aboutToClose.connect(() => {
    // After the chosen command ran, which closing comes before.
    requestAnimationFrame(() => {
      menu.dispose();
      anchor.focus();
    });
  });
  const { left, bottom } = anchor.getBoundingClientRect();
  menu.open(left, bottom);
}
