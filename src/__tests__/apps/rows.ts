// Rows as the server sends them, and a page to try things in.
import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { MainAreaWidget } from '@jupyterlab/apputils';
import { CommandRegistry } from '@lumino/commands';
import { Widget } from '@lumino/widgets';

import { FakeServer, json } from '../core/fakes';

export const BASE = 'http://localhost/user/ann/';

/** A row of `GET apps`. */
export function appRow(
  name: string,
  state: string,
  more: Record<string, unknown> = {}
): Record<string, unknown> {
  return {
    name,
    title: name.toUpperCase(),
    icon_url: null,
    state,
    reason: null,
    detail: null,
    since: 100,
    pid: null,
    version: null,
    log_next: 0,
    open_url: `/user/ann/${name}/`,
    folder_argument: null,
    modules: [],
    install_hint: null,
    server: { enabled: true, new_browser_tab: false },
    ...more
  };
}

/** A server with these apps. */
export function appsServer(...rows: object[]): FakeServer {
  return new FakeServer().on('GET apps', () => json({ seq: 1, apps: rows }));
}

/** As much of a JupyterLab as the plugins touch. */
export function fakeLab(options: { plugins?: string[] } = {}): {
  app: JupyterFrontEnd;
  added: { widget: Widget; mode?: string }[];
  activated: string[];
} {
  const added: { widget: Widget; mode?: string }[] = [];
  const activated: string[] = [];
  const app = {
    commands: new CommandRegistry(),
    hasPlugin: (id: string) => options.plugins?.includes(id) ?? false,
    restored: Promise.resolve(),
    serviceManager: { serverSettings: { baseUrl: BASE } },
    shell: {
      add: (
        widget: MainAreaWidget,
        _area: string,
        { mode }: { mode?: string } = {}
      ) => {
        if (!widget.isAttached) {
          Widget.attach(widget, document.body);
        }
        added.push({ widget, ...(mode === undefined ? {} : { mode }) });
      },
      activateById: (id: string) => {
        activated.push(id);
      }
    }
  };
  return { app: app as unknown as JupyterFrontEnd, added, activated };
}

/** A command of someone else. */
export function addCommand(
  commands: CommandRegistry,
  id: string,
  execute: (args: string) => unknown
): void {
  commands.addCommand(id, {
    describedBy: { args: { type: 'object', properties: {} } },
    execute: args => execute(JSON.stringify(args))
  });
}
