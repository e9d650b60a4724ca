// The tab of a port follows the list of ports.
import { Signal } from '@lumino/signaling';

import type { IPortsModel } from '../../tokens';
import { BASE } from '../core/page';
import { setup } from './lab';
import { appsServer } from './rows';

const args = {
  id: 'remote-ide-port:proxy/5000/?x=1',
  title: 'Flask: app.py',
  url: `${BASE}proxy/5000/?x=1`,
  newBrowserTab: false
};

async function show() {
  const ports = { listening: new Set([5000]) } as {
    listening: Set<number> | null;
  } & {
    changed: Signal<IPortsModel, void>;
  };
  ports.changed = new Signal<IPortsModel, void>(ports);
  const lab = await setup(appsServer(), { ports });
  const tab = (await lab.openUrl(args))!;
  const reload = jest.spyOn(tab, 'reload').mockReturnValue();
  const list = (...numbers: number[]) => tell(new Set(numbers));
  const tell = (listening: Set<number> | null) => {
    ports.listening = listening;
    ports.changed.emit();
    return reload.mock.calls.length;
  };
  return { ...lab, tab, reload, list, tell };
}

afterEach(() => {
  document.body.textContent = '';
});

it('is told apart by its tooltip and has the icon of its row', async () => {
  const { tab } = await show();
  expect(tab.title.caption).toBe('proxy/5000/');
  expect(tab.title.icon).toHaveProperty('name', 'remote-ide:web');
});

it('makes way for the server’s page once nothing listens any more, and only then', async () => {
  const { list } = await show();
  expect(list(5000, 8050)).toBe(0);
  expect(list(5000)).toBe(0);
  expect(list()).toBe(1);
  // That page sees by itself when it is back.
  expect(list(8050)).toBe(1);
  expect(list(5000)).toBe(1);
  expect(list()).toBe(2);
});

it('keeps its page where nobody knows what listens', async () => {
  const { list, tell } = await show();
  expect(tell(null)).toBe(0);
  expect(list(5000)).toBe(0);
  expect(tell(null)).toBe(0);
  expect(list()).toBe(1);
});

it('is loaded again once its server is back', async () => {
  const { tab, list } = await show();
  tab.hold(tab.location);
  expect(list(5000)).toBe(1);
});

it('is loaded again by a press where nothing answered, else left as it is', async () => {
  const { tab, reload, openUrl } = await show();
  expect(await openUrl(args)).toBe(tab);
  expect(reload).not.toHaveBeenCalled();
  const page = document.implementation.createHTMLDocument();
  page.body.innerHTML = '<script id="remote-ide-data"></script>';
  const frame = tab.node.querySelector('iframe')!;
  Object.defineProperty(frame, 'contentDocument', { get: () => page });
  await openUrl(args);
  expect(reload).toHaveBeenCalledTimes(1);
});
