import { nullTranslator } from '@jupyterlab/translation';
import { act, fireEvent, render, screen } from '@testing-library/react';
import * as React from 'react';

import { diagnostics } from '../../session/diagnostics';
import { SessionModel } from '../../session/model';
import SessionSection from '../../session/section';
import { hubItem } from '../../session/hubitem';
import { session, status } from '../../session/types';
import { FakeServer, FakeSocket, json, STATUS } from '../core/fakes';

const trans = nullTranslator.load('jupyterlab_remote_ide');

const SESSION = {
  now: 5000,
  host: 'node42',
  job: { id: '8123', name: 'jupyter' },
  end_time: 5000 + 3600 * 2 + 720,
  end_time_source: 'slurm',
  resources: { memory_limit: 16 * 2 ** 30, cpu_count: 4 },
  idle: {}
};

describe('session/types', () => {
  const hub = {
    hubPrefix: '/hub/',
    hasCommand: true,
    isExtensionDisabled: false,
    isMenuDisabled: false
  };

  it.each([
    ['nothing', hub],
    ['nothing', { ...hub, hubPrefix: '' }],
    ['nothing', { ...hub, hubPrefix: '', hasCommand: false }],
    ['command', { ...hub, hasCommand: false }],
    ['command', { ...hub, hasCommand: false, isMenuDisabled: true }],
    ['nothing', { ...hub, hasCommand: false, isExtensionDisabled: true }],
    ['item', { ...hub, isMenuDisabled: true }]
  ])('adds %s for %j', (expected, facts) => {
    expect(hubItem(facts)).toBe(expected);
  });

  it('reads replies of older and newer servers', () => {
    expect(
      status({
        mode: 'quantum',
        visitor: 'ann',
        base_url: '/',
        capabilities: {}
      })
    ).toEqual({
      version: '',
      mode: 'none',
      owner: null,
      visitor: 'ann',
      is_owner: true,
      server_name: '',
      base_url: '/',
      hub: null,
      capabilities: {},
      warnings: [],
      details: {}
    });
    expect(session({ now: 1, host: 'vm' }).resources.cpu_count).toBeNull();
    expect(() => status({})).toThrow();
  });

  it('tells no names and no secrets in diagnostics', () => {
    const text = diagnostics(
      { application: 'JupyterLab 4.6' },
      status({
        ...STATUS,
        hub: { user: 'ann', server_name: 'gpu', version: '5.4' },
        owner: 'ann',
        warnings: ['no-token', 'proxy-load-failed'],
        details: { 'proxy-load-failed': 'extension failed loading' }
      })
    );
    expect(text).toContain('application: JupyterLab 4.6');
    expect(text).toContain('remote-ide: 0.1.0');
    expect(text).toContain('mode: embedded');
    expect(text).toContain('apitokens-create: yes');
    expect(text).toContain('hub: 5.4');
    expect(text).toContain('warnings: no-token, proxy-load-failed');
    expect(text).toContain('proxy-load-failed: extension failed loading');
    expect(text).not.toMatch(/ann|gpu/);
  });
});

describe('session/model', () => {
  it('asks once per page, and again after a lost connection', async () => {
    FakeSocket.all = [];
    const server = new FakeServer()
      .on('GET status', () => json(STATUS))
      .on('GET session', () => json(SESSION));
    const connection = server.connection();
    const model = new SessionModel(connection);
    expect(server.requests).toHaveLength(0);
    await Promise.all([model.ready(), model.ready()]);
    await model.show();
    await model.show();
    expect(server.count('GET status')).toBe(1);
    expect(server.count('GET session')).toBe(1);
    expect(model.status.data?.mode).toBe('embedded');

    jest.useFakeTimers();
    connection.watch.want('ports', 'visible');
    FakeSocket.last.accept();
    FakeSocket.last.break();
    await jest.advanceTimersByTimeAsync(6000);
    expect(connection.watch.state).toBe('lost');
    FakeSocket.last.accept();
    jest.useRealTimers();
    await new Promise(resolve => setTimeout(resolve, 20));
    expect(server.count('GET status')).toBe(2);
    connection.watch.dispose();
    model.dispose();
    expect(model.isDisposed).toBe(true);
  });

  it('asks again where the first asking failed', async () => {
    const server = new FakeServer();
    const model = new SessionModel(server.connection());
    await model.ready();
    expect(model.status.problem?.reason).toBe('no-server-half');
    await model.ready();
    expect(server.count('GET status')).toBe(2);
  });
});

describe('session/section', () => {
  async function draw(server: FakeServer): Promise<{
    onRetry: jest.Mock;
    onMenu: jest.Mock;
  }> {
    const model = new SessionModel(server.connection());
    const onRetry = jest.fn();
    const onMenu = jest.fn();
    render(
      <SessionSection
        trans={trans}
        model={model}
        onRetry={onRetry}
        onRefresh={jest.fn()}
        onMenu={onMenu}
      />
    );
    await act(() => model.show());
    return { onRetry, onMenu };
  }

  it('shows only facts that exist', async () => {
    const { onMenu } = await draw(
      new FakeServer()
        .on('GET status', () => json({ ...STATUS, warnings: ['no-token'] }))
        .on('GET session', () => json(SESSION))
    );
    expect(screen.getByText('node42')).toBeInTheDocument();
    expect(
      screen.getByText('job 8123 · 4 CPUs · 16 GB memory')
    ).toBeInTheDocument();
    expect(screen.getByText(/Ends at .*, in 2 h 12 min/)).toBeInTheDocument();
    expect(screen.getByText(/asks for no password/)).toBeInTheDocument();
    fireEvent.click(screen.getByRole('button', { name: 'More' }));
    expect(onMenu).toHaveBeenCalledTimes(1);
  });

  it('says how to enable a missing server half', async () => {
    await draw(new FakeServer());
    expect(
      screen.getByText(
        /jupyter server extension enable jupyterlab_remote_ide.*administrator/
      )
    ).toBeInTheDocument();
  });

  it('tries again on request', async () => {
    const { onRetry } = await draw(
      new FakeServer().on('GET status', () => json({}, 503))
    );
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(onRetry).toHaveBeenCalledTimes(1);
  });
});
