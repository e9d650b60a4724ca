import type { IStatus } from './types';

/** What people may paste into a report: words and versions, no names of people and no secrets. */
export function diagnostics(
  facts: Readonly<Record<string, string>>,
  status: IStatus | null
): string {
  const lines = Object.entries(facts).map(
    ([name, value]) => `${name}: ${value}`
  );
  if (status !== null) {
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
  }
  return lines.join('\n');
}
