import { type IPort, isWeb } from './types';

/** One row of the list: the port to open and the other ports of the same program. */
export interface IPortRow {
  readonly main: IPort;
  readonly others: readonly IPort[];
}

/** Ports of one group become one row, led by the one to open, else by the lowest. Newest row first. */
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
  return rows.sort((a, b) => b.main.since - a.main.since);
}
