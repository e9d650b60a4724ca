// Rows as the server sends them.

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
