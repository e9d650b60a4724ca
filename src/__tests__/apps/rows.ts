// Rows as the server sends them.
import { FakeServer, json } from '../core/fakes';

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

/** A server with these apps. */
export function appsServer(...rows: object[]): FakeServer {
  return new FakeServer().on('GET apps', () => json({ seq: 1, apps: rows }));
}
