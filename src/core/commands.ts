/** The ids of our commands; part of the public contract. */
export const CommandIDs = {
  showPanel: 'remote-ide:show-panel',
  copyConnectionUrl: 'remote-ide:copy-connection-url',
  createApiToken: 'remote-ide:create-apitoken',
  revokeApiToken: 'remote-ide:revoke-apitoken',
  openPort: 'remote-ide:open-port',
  copyPortUrl: 'remote-ide:copy-port-url',
  stopPort: 'remote-ide:stop-port',
  openApp: 'remote-ide:open-app',
  stopApp: 'remote-ide:stop-app',
  restartApp: 'remote-ide:restart-app',
  releaseApp: 'remote-ide:release-app',
  showApp: 'remote-ide:show-app',
  showAppLog: 'remote-ide:show-app-log',
  openHubControlPanel: 'remote-ide:open-hub-control-panel',
  copyDiagnostics: 'remote-ide:copy-diagnostics',
  refresh: 'remote-ide:refresh',

  /** jupyter-server-proxy's own, which we provide in its place. */
  serverProxyOpen: 'server-proxy:open'
} as const;

/** Where our commands stand in the palette; not translated in the id, see each registration. */
export const PALETTE_RANK = 100;
