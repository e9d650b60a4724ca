// A page to try things in.
import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { MainAreaWidget } from '@jupyterlab/apputils';
import { CommandRegistry } from '@lumino/commands';
import { Widget } from '@lumino/widgets';

export const BASE = 'http://localhost/user/ann/';

/** As much of a JupyterLab as the plugins touch. */
export function fakeLab(
  options: { plugins?: string[]; restored?: Promise<void> } = {}
): {
  app: JupyterFrontEnd;
  added: { widget: Widget; mode?: string }[];
  activated: string[];
} {
  const added: { widget: Widget; mode?: string }[] = [];
  const activated: string[] = [];
  const app = {
    commands: new CommandRegistry(),
    hasPlugin: (id: string) => options.plugins?.includes(id) ?? false,
    restored: options.restored ?? Promise.resolve(),
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
