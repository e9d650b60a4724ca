// What jupyter-server-proxy alone tells of its servers, for a Jupyter server without our half.
import {
  array,
  boolean,
  nullable,
  shape,
  string,
  withDefault
} from '../core/decode';
import type { IApp } from './types';

/** An entry of jupyter-server-proxy's own `servers-info`, for servers without our half. */
export interface IServerProcess {
  readonly name: string;
  readonly new_browser_tab: boolean;
  readonly launcher_entry: {
    readonly enabled: boolean;
    readonly title: string;
    readonly path_info: string;
    readonly icon_url: string | null;
  };
}

export const serversInfo = shape<{ server_processes: IServerProcess[] }>({
  server_processes: array(
    shape<IServerProcess>({
      name: string,
      new_browser_tab: withDefault(boolean, true),
      launcher_entry: shape<IServerProcess['launcher_entry']>({
        enabled: withDefault(boolean, true),
        title: string,
        path_info: string,
        icon_url: nullable(string)
      })
    })
  )
});

/** An app as far as jupyter-server-proxy alone tells: it can be opened, its state is not known. */
export function appFromServerProxy(
  entry: IServerProcess,
  basePath: string
): IApp {
  const { title, path_info, icon_url } = entry.launcher_entry;
  return {
    name: entry.name,
    title,
    icon_url,
    state: 'external',
    reason: null,
    detail: null,
    since: null,
    pid: null,
    started: null,
    log_next: 0,
    // Joined as jupyter-server-proxy does: a slash at the end is meant.
    open_url: basePath + path_info,
    folder_argument: null,
    folders: [],
    modules: [],
    install_hint: null,
    server: {
      enabled: entry.launcher_entry.enabled,
      new_browser_tab: entry.new_browser_tab
    }
  };
}
