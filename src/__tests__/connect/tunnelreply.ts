// `GET connect/tunnel`: the example of rest-api.yml, a server on its node's loopback in a job, and others.
import { readFileSync } from 'fs';
import { join } from 'path';

import { parse } from 'yaml';

import { type ITunnel, tunnel } from '../../connect/clients/tunnel';

const FILE = join(__dirname, '../../../jupyterlab_remote_ide/rest-api.yml');
const api = parse(readFileSync(FILE, 'utf8')) as {
  components: { schemas: { Tunnel: { example: unknown } } };
};

export const TUNNEL = tunnel(api.components.schemas.Tunnel.example);

const [jump] = TUNNEL.commands;

/** Open to the cluster, below a prefix: the login host reaches the port by itself. */
export const OPEN: ITunnel = {
  ...TUNNEL,
  reach: 'cluster',
  login_host_source: 'environment',
  browser_url: 'http://localhost:27543/a/b/lab',
  ide_url: 'http://localhost:27543/a/b/',
  commands: [
    {
      form: 'through',
      posix: 'ssh -N -L 127.0.0.1:27543:node042:8888 ann@login.cluster.example',
      windows:
        'ssh.exe -N -L 127.0.0.1:27543:node042:8888 ann@login.cluster.example',
      ssh_config:
        'Host jupyter-cluster\n    HostName login.cluster.example\n    User ann\n    LocalForward 127.0.0.1:27543 node042:8888\n'
    },
    jump
  ]
};

/** Nothing tells a login host. */
export const UNKNOWN: ITunnel = {
  ...TUNNEL,
  login_host: null,
  login_host_source: null,
  commands: [
    {
      form: 'direct',
      posix: 'ssh -N -L 127.0.0.1:27543:127.0.0.1:8888 ann@node042',
      windows: 'ssh.exe -N -L 127.0.0.1:27543:127.0.0.1:8888 ann@node042',
      ssh_config:
        'Host jupyter-node042\n    HostName node042\n    User ann\n    LocalForward 127.0.0.1:27543 127.0.0.1:8888\n'
    }
  ]
};
