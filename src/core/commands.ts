/** The ids of our commands; part of the public contract. */
export namespace CommandIDs {
  export const showPanel = 'remote-ide:show-panel';
  export const copyConnectionUrl = 'remote-ide:copy-connection-url';
  export const createApiToken = 'remote-ide:create-apitoken';
  export const revokeApiToken = 'remote-ide:revoke-apitoken';
  export const openPort = 'remote-ide:open-port';
  export const copyPortUrl = 'remote-ide:copy-port-url';
  export const stopPort = 'remote-ide:stop-port';
  export const openApp = 'remote-ide:open-app';
  export const stopApp = 'remote-ide:stop-app';
  export const restartApp = 'remote-ide:restart-app';
  export const releaseApp = 'remote-ide:release-app';
  export const showApp = 'remote-ide:show-app';
  export const showAppLog = 'remote-ide:show-app-log';
  export const openHubControlPanel = 'remote-ide:open-hub-control-panel';
  export const copyDiagnostics = 'remote-ide:copy-diagnostics';
  export const refresh = 'remote-ide:refresh';

  /** jupyter-server-proxy's own, which we provide in its place. */
  export const serverProxyOpen = 'server-proxy:open';
}

/** Where our commands stand in the palette; not translated in the id, see each registration. */
export const PALETTE_RANK = 100;
