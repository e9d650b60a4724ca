import {
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { PageConfig } from '@jupyterlab/coreutils';
import type { IMainMenu } from '@jupyterlab/mainmenu';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { Signal } from '@lumino/signaling';
import { type Widget } from '@lumino/widgets';

import apitokens from '../../apitokens/plugin';
import connect from '../../connect/plugin';
import { CommandIDs } from '../../core/commands';
import session from '../../session/plugin';
import ui from '../../ui/plugin';
import { FakeServer, FakeSocket } from '../core/fakes';

const OURS = [...ui, ...session, ...apitokens, ...connect];

/** As much of an application as a plugin may count on, in JupyterLab and Notebook. */
class FakeApp {
  readonly name = 'JupyterLab';
  readonly version = '4.2.0';
  readonly commands = new CommandRegistry();
  readonly restored = Promise.resolve();
  readonly added: unknown[][] = [];
  readonly activated: string[] = [];
  readonly shell = {
    add: (...args: unknown[]) => {
      this.added.push(args);
    },
    activateById: (id: string) => {
      this.activated.push(id);
    }
  };
  readonly serviceManager: {
    serverSettings: unknown;
    connectionFailure: Signal<FakeApp, Error>;
  };

  constructor(readonly server: FakeServer) {
    this.serviceManager = {
      serverSettings: server.settings(),
      connectionFailure: new Signal(this)
    };
  }
}

/** Activates plugins with what others provide; what is given in `options` by name, and null for the rest. */
function activate(
  app: FakeApp,
  plugins: JupyterFrontEndPlugin<unknown>[],
  options: Record<string, unknown> = {}
): Map<unknown, unknown> {
  const services = new Map<unknown, unknown>();
  for (const plugin of plugins) {
    const required = (plugin.requires ?? []).map(token => {
      expect(services.has(token)).toBe(true);
      return services.get(token);
    });
    const optional = (plugin.optional ?? []).map(
      token => options[token.name] ?? null
    );
    const service: unknown = plugin.activate(
      app as unknown as JupyterFrontEnd,
      ...(required as []),
      ...(optional as [])
    );
    expect(service).not.toBeInstanceOf(Promise);
    if (plugin.provides) {
      services.set(plugin.provides, service);
    }
  }
  return services;
}

function settle(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, 20));
}

describe('plugins', () => {
  let app: FakeApp;

  beforeEach(() => {
    FakeSocket.all = [];
    app = new FakeApp(new FakeServer());
  });

  it('are named, described and take arguments in order', () => {
    for (const plugin of OURS) {
      expect(plugin.id).toMatch(/^jupyterlab-remote-ide:[a-z-]+$/);
      expect(plugin.description).toMatch(/\.$/);
    }
    expect(new Set(OURS.map(plugin => plugin.id)).size).toBe(OURS.length);
  });

  it('start with none of the optional services, and send nothing', async () => {
    activate(app, OURS);
    await settle();
    expect(app.server.requests).toEqual([]);
    expect(FakeSocket.all).toEqual([]);
    const [widget, area, options] = app.added[0]!;
    expect((widget as Widget).id).toBe('jupyterlab-remote-ide-panel');
    expect([area, options]).toEqual(['right', { rank: 600 }]);
    await app.commands.execute(CommandIDs.showPanel);
    expect(app.activated).toEqual(['jupyterlab-remote-ide-panel']);
    for (const id of [
      CommandIDs.refresh,
      CommandIDs.copyConnectionUrl,
      CommandIDs.createApiToken,
      CommandIDs.revokeApiToken,
      CommandIDs.copyDiagnostics
    ]) {
      expect(app.commands.hasCommand(id)).toBe(true);
      expect(app.commands.label(id)).not.toBe('');
    }
    expect(app.commands.isEnabled(CommandIDs.revokeApiToken)).toBe(false);
  });

  it.each([
    [true, 'success', 'Remote IDE diagnostics copied'],
    [false, 'warning', 'The browser refused to copy']
  ])(
    'shows whether diagnostics were copied: %s',
    async (isCopied, type, text) => {
      Object.assign(document, { execCommand: () => isCopied });
      const emit = jest.spyOn(Notification, 'emit').mockReturnValue('');
      activate(app, OURS);
      await app.commands.execute(CommandIDs.copyDiagnostics);
      expect(emit).toHaveBeenCalledWith(text, type, expect.anything());
    }
  );

  it('has command labels in Title Case', () => {
    activate(app, OURS);
    const client = 'pycharm';
    expect([
      app.commands.label(CommandIDs.copyConnectionUrl),
      app.commands.label(CommandIDs.createApiToken, { client })
    ]).toEqual([
      'Copy VS Code Connection URL',
      'Copy PyCharm Connection URL with a New Token'
    ]);
  });

  it('stand on the left of JupyterLab, in layout and palette', () => {
    const restorer = { add: jest.fn() };
    const palette = { addItem: jest.fn() };
    activate(app, OURS, {
      '@jupyterlab/application:ILabShell': {},
      '@jupyterlab/application:ILayoutRestorer': restorer,
      '@jupyterlab/apputils:ICommandPalette': palette
    });
    expect(app.added[0]![1]).toBe('left');
    expect(restorer.add).toHaveBeenCalledTimes(1);
    expect(palette.addItem).toHaveBeenCalledWith(
      expect.objectContaining({
        command: CommandIDs.copyConnectionUrl,
        args: { client: 'vscode' },
        category: 'Remote IDE'
      })
    );
  });

  it.each([
    [true, ['jupyterlab-remote-ide-panel']],
    [false, []]
  ])('open at start: %s', async (openAtStart, activated) => {
    const settings = {
      load: jest.fn(() => Promise.resolve({ composite: { openAtStart } }))
    } as unknown as ISettingRegistry;
    activate(app, ui, {
      '@jupyterlab/coreutils:ISettingRegistry': settings
    });
    expect(settings.load).not.toHaveBeenCalled();
    await settle();
    expect(app.activated).toEqual(activated);
  });

  it.each([
    ['en', []],
    ['eo', ['jupyterlab-remote-ide:panel', 'jupyterlab-remote-ide:ports']]
  ])(
    'ask once more for the settings that come untranslated: %s',
    async (languageCode, asked) => {
      const reload = jest.fn<Promise<void>, [id: string]>(() =>
        Promise.resolve()
      );
      const plugins = {
        'jupyterlab-remote-ide:panel': {},
        'jupyterlab-remote-ide:ports': {},
        '@jupyterlab/other:plugin': {}
      };
      const load = () => Promise.resolve({ composite: {} });
      activate(app, ui, {
        '@jupyterlab/coreutils:ISettingRegistry': { load, reload, plugins },
        '@jupyterlab/translation:ITranslator': {
          languageCode,
          load: () => nullTranslator.load('')
        }
      });
      expect(reload).not.toHaveBeenCalled();
      await settle();
      expect(reload.mock.calls.flat()).toEqual(asked);
    }
  );

  it('shows the panel where a command could not copy', async () => {
    activate(app, OURS);
    await app.commands.execute(CommandIDs.copyConnectionUrl, {
      client: 'pycharm'
    });
    expect(app.activated).toEqual(['jupyterlab-remote-ide-panel']);
  });

  describe('Hub Control Panel', () => {
    const [hub] = session.filter(plugin => plugin.id.endsWith('hub-menu'));
    const addGroup = jest.fn<undefined, unknown[]>();
    const menu = { fileMenu: { addGroup } } as unknown as IMainMenu;

    beforeEach(() => {
      addGroup.mockClear();
      PageConfig.setOption('hubPrefix', '/hub/');
      PageConfig.setOption('disabledExtensions', '[]');
    });

    afterEach(() => {
      PageConfig.setOption('hubPrefix', '');
      PageConfig.setOption('disabledExtensions', '[]');
    });

    async function start(
      disabled: string[],
      hasCore: boolean
    ): Promise<unknown[][]> {
      PageConfig.Extension.disabled.splice(0, Infinity, ...disabled);
      activate(app, [hub!], { '@jupyterlab/mainmenu:IMainMenu': menu });
      expect(app.commands.hasCommand(CommandIDs.openHubControlPanel)).toBe(
        false
      );
      if (hasCore) {
        app.commands.addCommand('hub:control-panel', {
          describedBy: { args: { type: 'object', properties: {} } },
          execute: () => null
        });
      }
      await settle();
      PageConfig.Extension.disabled.splice(0);
      return addGroup.mock.calls;
    }

    it('is core’s where core has it', async () => {
      expect(await start([], true)).toEqual([]);
    });

    it('is ours where core’s is missing', async () => {
      const open = jest.spyOn(window, 'open').mockReturnValue(null);
      expect(await start([], false)).toEqual([
        [[{ command: CommandIDs.openHubControlPanel }], 100]
      ]);
      await app.commands.execute(CommandIDs.openHubControlPanel);
      expect(open).toHaveBeenCalledWith('/hub/home', '_blank', 'noopener');
    });

    it('is absent where an administrator wants it so', async () => {
      expect(await start(['@jupyterlab/hub-extension'], false)).toEqual([]);
    });

    it('gets core’s command where only core’s menu is off', async () => {
      expect(await start(['@jupyterlab/hub-extension:menu'], true)).toEqual([
        [[{ command: 'hub:control-panel' }], 100]
      ]);
    });

    it('is absent without a hub', async () => {
      PageConfig.setOption('hubPrefix', '');
      expect(await start([], false)).toEqual([]);
    });
  });
});
