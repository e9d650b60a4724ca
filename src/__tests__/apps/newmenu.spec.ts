import type { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { CommandRegistry } from '@lumino/commands';
import { Signal } from '@lumino/signaling';
import { Menu, MenuBar, PanelLayout, Widget } from '@lumino/widgets';

import { addAppsTo } from '../../apps/newmenu';
import type { IApp } from '../../contract';
import type { IAppsModel } from '../../tokens';
import { fakeApp } from '../ports/rows';

/** Notebook's tree page, with an entry of its own in the menu "New". */
function page() {
  const menu = new Menu({ commands: new CommandRegistry() });
  menu.addItem({ command: 'own' });
  const bar = new MenuBar();
  bar.addMenu(menu);
  const toolbar = new Widget();
  const layout = new PanelLayout();
  toolbar.layout = layout;
  const model = { apps: [] as IApp[], alive: [] };
  const changed = new Signal<IAppsModel, void>(model as never);
  addAppsTo(
    { toolbar } as unknown as IDefaultFileBrowser,
    Object.assign(model, { changed })
  );
  return {
    menu,
    addBar: () => {
      layout.addWidget(bar);
    },
    tell: (...apps: IApp[]) => {
      model.apps = apps;
      changed.emit();
    },
    shown: () =>
      menu.items.map(({ type, command, args }) =>
        type === 'separator' ? '-' : (args.name ?? command)
      )
  };
}

const a = fakeApp('a', 'stopped');
const b = fakeApp('b', 'stopped');

describe('apps/newmenu', () => {
  it('follows the apps that can be opened', () => {
    const { addBar, tell, shown } = page();
    addBar();
    tell(a, fakeApp('b', 'missing'));
    expect(shown()).toEqual(['own', '-', 'a']);
    tell(a, b);
    expect(shown()).toEqual(['own', '-', 'a', 'b']);
    tell(b);
    expect(shown()).toEqual(['own', '-', 'b']);
    tell();
    expect(shown()).toEqual(['own']);
  });

  it('fills the menu though that comes after the apps', () => {
    const { addBar, tell, shown } = page();
    tell(a);
    addBar();
    tell(a);
    expect(shown()).toEqual(['own', '-', 'a']);
  });

  it('leaves the menu alone where only a state changed', () => {
    const { menu, addBar, tell } = page();
    addBar();
    tell(a);
    const items = [...menu.items];
    tell(fakeApp('a', 'running'));
    expect(menu.items).toEqual(items);
    expect(menu.items[2]).toBe(items[2]);
  });
});
