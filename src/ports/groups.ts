import { type IPort, isWeb } from './types';

/** One row of the list: the port to open and the other ports of the same program. */
export interface IPortRow {
  readonly main: IPort;
  readonly others: readonly IPort[];
}

/** Whether it is nothing of the user's own programs: the server's, a kernel's, an app's, or one not looked at yet. */
export function isInner({ hidden, why }: IPort): boolean {
  return hidden && why !== 'not-http' && why !== 'side-port';
}

/** What a person looks for stands above what is no web page, and that above what never answered. */
function rankOf({ main: { kind } }: IPortRow): number {
  return kind === 'silent' ? 2 : kind === 'tcp' ? 1 : 0;
}

/**
 * Ports of one group become one row, led by the one to open, else by the lowest. Web pages and the newest first; of
 * those that are no user's business there is none.
 */
export function groupPorts(ports: readonly IPort[]): IPortRow[] {
  const groups = new Map<string, IPort[]>();
  for (const row of ports.filter(each => !isInner(each))) {
    groups.set(row.group, [...(groups.get(row.group) ?? []), row]);
  }
  const rows: IPortRow[] = [];
  for (const group of groups.values()) {
    const [main, ...others] = group.sort(
      (a, b) =>
        Number(a.hidden) - Number(b.hidden) ||
        Number(isWeb(b)) - Number(isWeb(a)) ||
        a.port - b.port
    );
    if (main) {
      rows.push({ main, others });
    }
  }
  return rows.sort(
    (a, b) => rankOf(a) - rankOf(b) || b.main.since - a.main.since
  );
}
