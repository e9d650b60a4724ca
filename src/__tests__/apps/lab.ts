import type { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { nullTranslator } from '@jupyterlab/translation';

import { AppActions } from '../../apps/actions';
import { addCommands, addServerProxyOpen } from '../../apps/commands';
import { createTracker } from '../../apps/layout';
import { AppsModel } from '../../apps/model';
import type { OpenIn } from '../../apps/preferences';
import type { AppTab } from '../../apps/tab';
import type { FakeServer } from '../core/fakes';
import { fakeLab } from '../core/page';

const trans = nullTranslator.load('');
export const OPEN = 'remote-ide:open-app';

/** Lets the answer of a start, and the words that load for it, come. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 5; i++) {
    await new Promise(resolve => setTimeout(resolve, 0));
  }
}

/** The commands of apps over this server. */
export async function setup(
  server: FakeServer,
  options: {
    openIn?: OpenIn;
    path?: string;
    startRestored?: boolean;
    restored?: Promise<void>;
  } = {}
) {
  const { restored } = options;
  const lab = fakeLab(restored ? { restored } : {});
  const { app } = lab;
  const model = new AppsModel(server.connection());
  await model.ready();
  const tracker = createTracker();
  const preferences = {
    openIn: options.openIn ?? 'lab',
    startRestored: options.startRestored ?? false
  };
  const shown: string[] = [];
  const reveal = () => {
    shown.push('panel');
  };
  const common = { app, model, trans, reveal };
  const actions = new AppActions({ ...common, tracker, preferences });
  const fileBrowser = {
    model: { path: options.path ?? '' },
    selectedItems: () =>
      [
        { type: 'file', path: 'x.py' },
        { type: 'directory', path: 'picked' }
      ].values()
  } as unknown as IDefaultFileBrowser;
  const all = {
    ...common,
    fileBrowser,
    actions: () => Promise.resolve(actions)
  };
  addCommands(all);
  addServerProxyOpen(all);
  const open = async (args: Record<string, string | boolean>) => {
    const tab: unknown = await app.commands.execute(OPEN, args);
    await settle();
    return tab as AppTab | null;
  };
  return { ...lab, model, open, shown };
}
