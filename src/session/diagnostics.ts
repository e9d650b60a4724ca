import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { IRemoteIDEPanel } from '../tokens';
import { copyText } from '../ui/clipboard';
import type { IStatus } from './types';

/** How long the answer stands, in ms. */
const STANDS = 5000;

/** Copies them, and says whether that went well: the panel may be closed. */
export async function copyDiagnostics(
  app: JupyterFrontEnd,
  trans: TranslationBundle,
  panel: IRemoteIDEPanel,
  status: IStatus | null
): Promise<void> {
  const facts = {
    application: `${app.name} ${app.version}`,
    browser: navigator.userAgent,
    secure: window.isSecureContext ? 'yes' : 'no'
  };
  const isCopied = await copyText(diagnostics(facts, status));
  const said = isCopied
    ? trans.__('Remote IDE diagnostics copied')
    : trans.__('The browser refused to copy');
  Notification.emit(said, isCopied ? 'success' : 'warning', {
    autoClose: STANDS
  });
  panel.announce(said);
}

/** What people may paste into a report: words and versions, no names of people and no secrets. */
export function diagnostics(
  facts: Readonly<Record<string, string>>,
  status: IStatus | null
): string {
  const lines = Object.entries(facts).map(
    ([name, value]) => `${name}: ${value}`
  );
  if (status !== null) {
    lines.push(`remote-ide: ${status.version || 'unknown version'}`);
    lines.push(`mode: ${status.mode}`);
    if (status.hub !== null) {
      lines.push(`hub: ${status.hub.version ?? 'unknown version'}`);
    }
    for (const [name, { allowed, reason }] of Object.entries(
      status.capabilities
    )) {
      lines.push(
        `${name}: ${allowed ? 'yes' : `no (${reason ?? 'no reason'})`}`
      );
    }
    lines.push(`warnings: ${status.warnings.join(', ') || 'none'}`);
    for (const [word, detail] of Object.entries(status.details)) {
      lines.push(`${word}: ${detail}`);
    }
  }
  return lines.join('\n');
}
