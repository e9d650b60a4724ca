import { nullTranslator } from '@jupyterlab/translation';
import { ellipsesIcon } from '@jupyterlab/ui-components';
import { Widget } from '@lumino/widgets';
import { act, fireEvent, screen, within } from '@testing-library/react';
import * as React from 'react';

import type { IConnection, ISection } from '../../tokens';
import { RemoteIDEPanel } from '../../ui/panel';
import { FakeServer, FakeSocket } from '../core/fakes';

const trans = nullTranslator.load('jupyterlab_remote_ide');

function section(id: string, rank: number): ISection {
  return {
    id,
    rank,
    title: id === 'strip' ? '' : id,
    render: () => <p>{`${id} body`}</p>,
    onVisible: jest.fn(),
    onRefresh: jest.fn()
  };
}

describe('ui/panel', () => {
  let server: FakeServer;
  let connection: IConnection;
  let panel: RemoteIDEPanel;
  let state: { fetch: jest.Mock; save: jest.Mock };

  beforeEach(() => {
    FakeSocket.all = [];
    server = new FakeServer();
    connection = server.connection();
    state = {
      fetch: jest.fn(() => Promise.resolve({ apps: true })),
      save: jest.fn(() => Promise.resolve())
    };
    panel = new RemoteIDEPanel({
      trans,
      connection,
      show: () => {
        panel.show();
        panel.activate();
      },
      stateDB: state as never
    });
  });

  afterEach(() => {
    act(() => {
      panel.dispose();
    });
  });

  async function show(): Promise<void> {
    await act(async () => {
      Widget.attach(panel, document.body);
      await new Promise(resolve => setTimeout(resolve, 50));
    });
  }

  it('is nothing before it is shown', async () => {
    const connect = section('connect', 20);
    panel.addSection(connect);
    panel.hide();
    await show();
    expect(panel.node.textContent).toBe('');
    expect(connect.onVisible).not.toHaveBeenCalled();
    expect(state.fetch).not.toHaveBeenCalled();
    expect([server.requests, FakeSocket.all]).toEqual([[], []]);
    expect(panel.title.caption).toBe('Remote IDE');
    expect(panel.id).toBe('jupyterlab-remote-ide-panel');
  });

  it('keeps a section that fails from the others', async () => {
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    panel.addSection(section('connect', 20));
    panel.addSection({
      ...section('broken', 30),
      render: () => {
        throw new Error('not yours to see');
      }
    });
    await show();
    expect(panel.node.textContent).toMatch(
      /connect body.*broken.*Something failed in this page/
    );
    expect(panel.node.textContent).not.toContain('not yours');
  });

  it('shows sections by rank as named regions with headings', async () => {
    panel.addSection(section('connect', 20));
    panel.addSection(section('strip', 10));
    await show();
    const later = section('running', 30);
    act(() => {
      panel.addSection(later);
    });
    expect(later.onVisible).toHaveBeenCalledWith(true);
    expect(panel.node.textContent).toMatch(
      /strip body.*connect.*connect body.*running.*running body/
    );
    expect(
      within(screen.getByRole('region', { name: 'connect' })).getByRole(
        'heading',
        { name: 'connect' }
      )
    ).toBeInTheDocument();
  });

  it('folds a section and remembers it', async () => {
    panel.addSection(section('connect', 20));
    panel.addSection(section('apps', 40));
    await show();
    const heading = (name: string) => screen.getByRole('button', { name });
    expect(heading('apps')).toHaveAttribute('aria-expanded', 'false');
    expect(heading('connect')).toHaveAttribute('aria-expanded', 'true');
    expect(screen.queryByText('apps body')).toBeNull();
    fireEvent.click(heading('connect'));
    fireEvent.click(heading('apps'));
    expect(screen.getByText('apps body')).toBeInTheDocument();
    expect(state.save.mock.calls.at(-1)).toEqual([
      'jupyterlab-remote-ide:folds',
      { apps: false, connect: true }
    ]);
  });

  it('begins with what is not for everybody folded', async () => {
    panel.addSection({ ...section('help', 60), isFolded: true });
    await show();
    expect(screen.queryByText('help body')).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'help' }));
    expect(screen.getByText('help body')).toBeInTheDocument();
  });

  it('draws sections of one id below one heading, with its badge', async () => {
    panel.addSection(section('running', 30));
    const badge = <b>3</b>;
    panel.addSection({
      ...section('running', 29),
      render: () => <p>first</p>,
      renderBadge: () => badge
    });
    await show();
    const regions = screen.getAllByRole('region', { name: 'running' });
    expect(regions.map(region => region.textContent)).toEqual([
      'running3firstrunning body'
    ]);
  });

  it('has Refresh and the tools of features in its toolbar, as they come and go', async () => {
    const connect = section('connect', 20);
    panel.addSection(connect);
    const onClick = jest.fn();
    const tool = {
      ...{ id: 'more', label: 'More', icon: ellipsesIcon, onClick },
      hasMenu: true
    };
    const added = panel.addTool(tool);
    await show();
    const names = () => [...panel.toolbar.names()];
    expect(names()).toEqual(['title', 'spacer', 'refresh', 'more']);
    const more = await screen.findByRole('button', { name: 'More' });
    expect(more).toHaveAttribute('aria-haspopup', 'menu');
    expect(more).toHaveAttribute('aria-expanded', 'false');
    act(() => {
      added.dispose();
    });
    expect(names()).toEqual(['title', 'spacer', 'refresh']);
  });

  it('tells sections when it comes and goes, and when to refresh', async () => {
    const connect = section('connect', 20);
    const added = panel.addSection(connect);
    await show();
    act(() => {
      panel.hide();
      panel.show();
    });
    panel.refresh();
    expect(connect.onRefresh).toHaveBeenCalledTimes(1);
    act(() => {
      added.dispose();
    });
    expect(jest.mocked(connect.onVisible!).mock.calls).toEqual([
      [true],
      [false],
      [true],
      [false]
    ]);
    expect(panel.sections).toEqual([]);
  });

  it('says the same words twice, politely', async () => {
    await show();
    act(() => {
      panel.announce('Copied');
    });
    const first = screen.getByText('Copied');
    expect(first.parentElement).toHaveAttribute('aria-live', 'polite');
    act(() => {
      panel.announce('Copied');
    });
    expect(screen.getByText('Copied')).not.toBe(first);
  });

  it('greys where the server is lost', async () => {
    await show();
    jest.useFakeTimers();
    connection.watch.want('ports', 'visible');
    FakeSocket.last.accept();
    FakeSocket.last.break();
    act(() => {
      jest.advanceTimersByTime(5000);
    });
    jest.useRealTimers();
    expect(panel.node.querySelector('.jp-mod-lost')).not.toBeNull();
    act(() => {
      connection.watch.dispose();
    });
  });

  it('reveals a section: shown, unfolded, with the focus', async () => {
    panel.addSection(section('connect', 20));
    panel.addSection(section('apps', 40));
    await show();
    act(() => {
      panel.hide();
    });
    const heading = () => screen.getByRole('button', { name: 'apps' });
    for (let i = 0; i < 2; i++) {
      await act(async () => {
        panel.reveal('apps');
        await new Promise(resolve => setTimeout(resolve, 20));
      });
      expect(panel.isVisible).toBe(true);
      expect(heading()).toHaveAttribute('aria-expanded', 'true');
      expect(heading()).toHaveFocus();
      expect(panel.revealing).toBeNull();
      heading().blur();
    }
  });

  it('takes the keyboard when it is activated', async () => {
    panel.addSection(section('connect', 20));
    await show();
    await act(async () => {
      panel.activate();
      await Promise.resolve();
    });
    await new Promise(resolve => setTimeout(resolve, 10));
    expect(panel.node).toContainElement(
      document.activeElement as HTMLElement | null
    );
  });
});
