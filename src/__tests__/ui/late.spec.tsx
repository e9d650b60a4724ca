// What does not come with the page is asked for again, when somebody wants to try again.
import { nullTranslator } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import { act, fireEvent, screen } from '@testing-library/react';
import * as React from 'react';

import { late } from '../../ui/late';
import { RemoteIDEPanel } from '../../ui/panel';
import { FakeServer } from '../core/fakes';

const trans = nullTranslator.load('jupyterlab_remote_ide');

/** Whether the frame of the panel comes; what came once is there. */
let mockIsThere = false;

jest.mock('../../ui/panelframe', () => {
  if (!mockIsThere) {
    throw new Error('Loading chunk panel failed.');
  }
  return jest.requireActual<object>('../../ui/panelframe');
});

describe('ui/late', () => {
  let panel: RemoteIDEPanel;

  beforeEach(() => {
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    panel = new RemoteIDEPanel({
      trans,
      connection: new FakeServer().connection(),
      show: () => undefined,
      stateDB: null
    });
  });

  afterEach(() => {
    act(() => {
      panel.dispose();
    });
  });

  async function settled(): Promise<void> {
    await act(() => new Promise(resolve => setTimeout(resolve, 50)));
  }

  async function again(): Promise<void> {
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await settled();
  }

  function add(id: string, load: () => Promise<string>): void {
    const Body = late(async () => {
      const text = await load();
      return () => <p>{text}</p>;
    });
    const render = () => <Body />;
    panel.addSection({ id, title: id, rank: 1, render });
  }

  it('asks for the panel as a whole', async () => {
    add('connect', () => Promise.resolve('a section'));
    Widget.attach(panel, document.body);
    await settled();
    expect(screen.getByRole('alert')).toHaveTextContent(
      /^Remote IDE could not be loaded/
    );
    await again();
    expect(screen.getByRole('alert')).toBeVisible();
    mockIsThere = true;
    await again();
    expect(screen.queryByRole('alert')).toBeNull();
    expect(screen.getByText('a section')).toBeVisible();
  });

  it('asks for a section once in each attempt, and no more when it came', async () => {
    const load = jest
      .fn(() => Promise.resolve('it came'))
      .mockRejectedValueOnce(new Error('network'))
      .mockRejectedValueOnce(new Error('network'));
    add('slow', load);
    add('other', () => Promise.resolve('stands all the while'));
    Widget.attach(panel, document.body);
    for (const attempt of [1, 2]) {
      await settled();
      expect(screen.getByText(/could not be loaded/)).toBeVisible();
      expect(screen.getByText('stands all the while')).toBeVisible();
      expect(load).toHaveBeenCalledTimes(attempt);
      await again();
    }
    expect(screen.getByText('it came')).toBeVisible();
    expect(screen.queryByText(/could not be loaded/)).toBeNull();
    for (const isThere of [false, true]) {
      fireEvent.click(screen.getByRole('button', { name: 'slow' }));
      expect(screen.queryByText('it came') !== null).toBe(isThere);
    }
    expect(load).toHaveBeenCalledTimes(3);
  });
});
