import type { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { nullTranslator } from '@jupyterlab/translation';

import { AppActions } from '../../apps/actions';
import { addCommands, addServerProxyOpen } from '../../apps/commands';
import { createTracker } from '../../apps/layout';
import { AppsModel } from '../../apps/model';
import type { OpenIn } from '../../apps/preferences';
import type { AppTab } from '../../apps/tab';
import type { IPortsModel } from '../../tokens';
import { type FakeServer, FakeSocket } from '../core/fakes';
import { fakeLab } from '../core/page';
import { appRow, appsServer } from './rows';

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
    ports?: IPortsModel;
    /** What is selected in the file browser. */
    items?: { type: string; path: string }[];
  } = {}
) {
  const { restored } = options;
  const lab = fakeLab(restored ? { restored } : {});
  const { app } = lab;
  const model = new AppsModel(server.connection());
  await model.ready();
  if (options.ports) {
    model.ports = options.ports;
  }
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
      (
        options.items ?? [
          { type: 'file', path: 'x.py' },
          { type: 'directory', path: 'picked' }
        ]
      ).values()
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
  const openUrl = async (args: Record<string, string | boolean>) => {
    const tab: unknown = await app.commands.execute('server-proxy:open', args);
    return tab as AppTab | undefined;
  };
  return { ...lab, model, tracker, open, openUrl, shown };
}

/** A tab with an app that runs, and what the server tells of it from then on. */
export async function running(pid: number) {
  FakeSocket.all = [];
  const row = (state: string, now: number | null, more: object = {}) =>
    appRow('rstudio', state, { pid: now, ...more });
  const server = appsServer(row('running', pid));
  const lab = await setup(server);
  const { open } = lab;
  const tab = (await open({ name: 'rstudio' }))!;
  let seq = 1;
  const receive = (...snapshot: object[]) => {
    seq += 1;
    FakeSocket.last.receive({ topic: 'apps', seq, snapshot });
  };
  const button = () =>
    tab.node.querySelector<HTMLElement>('.jp-RemoteIDE-tabRest button');
  FakeSocket.last.accept();
  receive(row('running', pid));
  return { ...lab, tab, server, receive, row, button };
}
