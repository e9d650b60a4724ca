import { type IPort, isWeb } from './types';

/** One row of the list: the port to open and the other ports of the same program. */
export interface IPortRow {
  readonly main: IPort;
  readonly others: readonly IPort[];
}

/** What a person looks for stands above what is no web page, and that above what never answered. */
export function rankOf({ main }: IPortRow): number {
  switch (main.kind) {
    case 'silent':
      return 2;
    case 'tcp':
    case 'internal':
      return 1;
    default:
      return 0;
  }
}

/** Ports of one group become one row, led by the one to open, else by the lowest. Web pages and the newest first. */
export function groupPorts(ports: readonly IPort[]): IPortRow[] {
  const groups = new Map<string, IPort[]>();
  for (const row of ports) {
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
