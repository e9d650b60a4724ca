import type { JupyterFrontEnd } from '@jupyterlab/application';
import { PageConfig } from '@jupyterlab/coreutils';
import type { IMainMenu } from '@jupyterlab/mainmenu';
import type { TranslationBundle } from '@jupyterlab/translation';

import { CommandIDs } from '../core/commands';
import { hubUrl } from '../core/hub';

/** Core's own command. */
export const HUB_COMMAND = 'hub:control-panel';

const HUB_EXTENSION = '@jupyterlab/hub-extension';

/** What stands for the Hub Control Panel in the File menu. */
export type HubItem =
  /** Core's own is there, or there is to be none. */
  | 'nothing'
  /** Core's command without its menu. */
  | 'item'
  /** No core command: ours. */
  | 'command';

/** Exactly one Hub Control Panel, core's where it can be; asked after the application is restored. */
export function hubItem(facts: {
  /** Empty where there is no hub. */
  readonly hubPrefix: string;
  readonly hasCommand: boolean;
  readonly isExtensionDisabled: boolean;
  readonly isMenuDisabled: boolean;
}): HubItem {
  if (facts.hubPrefix === '') {
    return 'nothing';
  }
  if (facts.hasCommand) {
    return facts.isMenuDisabled ? 'item' : 'nothing';
  }
  // Switched off on purpose: then there is to be none.
  return facts.isExtensionDisabled ? 'nothing' : 'command';
}

/** Adds File → Hub Control Panel, or the command alone, as far as JupyterLab's own extension has not. */
export function addHubItem(
  app: JupyterFrontEnd,
  trans: TranslationBundle,
  mainMenu: IMainMenu | null
): void {
  const { isDisabled } = PageConfig.Extension;
  const item = hubItem({
    hubPrefix: PageConfig.getOption('hubPrefix'),
    hasCommand: app.commands.hasCommand(HUB_COMMAND),
    isExtensionDisabled: isDisabled(`${HUB_EXTENSION}:plugin`),
    isMenuDisabled: isDisabled(`${HUB_EXTENSION}:menu`)
  });
  if (item === 'nothing') {
    return;
  }
  if (item === 'command') {
    const args = { type: 'object' as const, properties: {} };
    app.commands.addCommand(CommandIDs.openHubControlPanel, {
      label: trans.__('Hub Control Panel'),
      caption: trans.__('Open the Hub Control Panel in a new browser tab'),
      describedBy: { args },
      execute: () => {
        window.open(hubUrl('home') ?? '', '_blank', 'noopener');
      }
    });
  }
  const command =
    item === 'item' ? HUB_COMMAND : CommandIDs.openHubControlPanel;
  mainMenu?.fileMenu.addGroup([{ command }], 100);
}
