// Rows as the server sends them, and apps beside them.
import type { IApp } from '../../contract';

/** A row of `GET ports`: a web page that can be opened. */
export function portRow(
  port: number,
  more: Record<string, unknown> = {}
): Record<string, unknown> {
  return {
    id: `7-${port}`,
    port,
    addresses: ['127.0.0.1'],
    inodes: [1],
    pid: 7,
    label: `App ${port}`,
    framework: null,
    folder: '/home/ann/work',
    started: 12.5,
    started_by: { kind: 'kernel', path: 'work/analysis.ipynb' },
    kind: 'http',
    settled: true,
    error: null,
    reachable: true,
    why: null,
    url: `/user/ann/proxy/${port}/`,
    hint: null,
    since: port,
    hidden: false,
    group: `7-${port}`,
    ...more
  };
}

/** An app as another feature tells of it. */
export function fakeApp(
  name: string,
  state: IApp['state'],
  more: Partial<IApp> = {}
): IApp {
  return {
    name,
    title: name.toUpperCase(),
    icon_url: null,
    state,
    reason: null,
    detail: null,
    since: 100,
    pid: null,
    started: null,
    log_next: 0,
    open_url: `/user/ann/${name}/`,
    folder_argument: null,
    folders: [],
    modules: [],
    install_hint: null,
    server: { enabled: true, new_browser_tab: false },
    ...more
  };
}
