import { nullTranslator } from '@jupyterlab/translation';

import { CLIENTS } from '../../connect/clients';
import type { ITunnel } from '../../connect/clients/tunnel';
import { recipeOf } from '../../connect/recipe';
import type { IFacts, IRecipe } from '../../connect/types';
import { ProblemError } from '../../core/result';
import { OPEN, TUNNEL, UNKNOWN } from './tunnelreply';

const trans = nullTranslator.load('jupyterlab_remote_ide');
const facts = {} as IFacts; // by ssh no address counts

function recipe(
  id: string,
  told: ITunnel | Error,
  folder: string | null = '/home/ann/my work/'
): Promise<IRecipe> {
  return recipeOf(
    CLIENTS.find(client => client.id === id)!,
    path =>
      told instanceof Error
        ? Promise.reject(told)
        : Promise.resolve(path === 'session' ? { folder } : told)
  );
}

const texts = (made: IRecipe) =>
  made.pieces(facts).map(({ text }) => text('s3cr3t'));

describe.each(['vscode-ssh', 'gateway'])('connect, %s', id => {
  it.each([TUNNEL, OPEN])(
    'gets lines for ssh that lead onto the node and forward nothing',
    async told => {
      const made = await recipe(id, told);
      expect(made.needs(facts)).toBeNull();
      expect(texts(made)[0]).toBe(
        [
          'Host jupyter-cluster-ide',
          '    HostName node042',
          '    User ann',
          '    ProxyJump ann@login.cluster.example',
          '    ServerAliveInterval 30',
          ''
        ].join('\n')
      );
    }
  );

  it('holds no secret, and says what it does differently', async () => {
    const made = await recipe(id, TUNNEL);
    expect(texts(made).join()).not.toContain('s3cr3t');
    expect(made.about?.(trans)).toMatch(/whole IDE works on node042/);
    expect(made.notes(trans, facts).join()).toMatch(
      /ot tested with the program itself.*to node042: that system must be able to run it.*log in at node042 by SSH/
    );
  });

  it('says what nobody tells, and where a name is from', async () => {
    const said = async (told: ITunnel) =>
      (await recipe(id, told)).notes(trans, facts).join();
    expect(await said(TUNNEL)).not.toMatch(/another name|No login host/);
    expect(await said(OPEN)).toMatch(
      /another name than “login.cluster.example”/
    );
    expect(await said(UNKNOWN)).toMatch(/No login host.*“ProxyJump”/);
    expect(await said({ ...UNKNOWN, job: null })).toMatch(
      /another name than “node042”, write that after “HostName”/
    );
  });

  it('says why the server tells no way', async () => {
    const made = await recipe(
      id,
      new ProblemError({ status: 403, reason: 'unsafe-name' })
    );
    expect(made.needs(facts)).toBe('unsafe-name');
    expect(made.steps(trans, facts)).toEqual([]);
  });
});

describe('connect, by ssh', () => {
  it('leads VS Code into the folder of the server', async () => {
    const links = async (folder: string | null) =>
      texts(await recipe('vscode-ssh', TUNNEL, folder)).slice(1);
    const extension = 'vscode:extension/ms-vscode-remote.remote-ssh';
    const host = 'vscode://vscode-remote/ssh-remote+jupyter-cluster-ide';
    expect(await links('/home/ann/my work/')).toEqual([
      `${host}/home/ann/my%20work`,
      extension
    ]);
    expect((await links('/a?b#c/%'))[0]).toBe(`${host}/a%3Fb%23c/%25`);
    expect((await links('/'))[0]).toBe(`${host}/`);
    expect(await links(null)).toEqual([extension]);
  });

  it('gives Gateway host, user and folder', async () => {
    const steps = (await recipe('gateway', TUNNEL)).steps(trans, facts).join();
    expect(steps).toMatch(
      /Username: ann\. Host: jupyter-cluster-ide\..*Project directory: \/home\/ann\/my work$/
    );
    const without = await recipe('gateway', TUNNEL, null);
    expect(without.steps(trans, facts)).toHaveLength(3);
  });

  it('asks anew each time', async () => {
    await recipe('vscode-ssh', TUNNEL);
    const made = await recipe('vscode-ssh', UNKNOWN);
    expect(texts(made)[0]).toContain('Host jupyter-node042-ide');
  });
});
