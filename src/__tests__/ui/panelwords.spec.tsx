import { nullTranslator } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import { act, fireEvent, screen } from '@testing-library/react';
import * as React from 'react';

import type { IWords } from '../../tokens';
import { ErrorLine } from '../../ui/errorline';
import { RemoteIDEPanel } from '../../ui/panel';
import { FakeServer } from '../core/fakes';

const trans = nullTranslator.load('jupyterlab_remote_ide');

describe('words of the panel', () => {
  let panel: RemoteIDEPanel;

  const tide: IWords = {
    sentence: (_, reason, { detail }) =>
      reason === 'high-tide' ? `The sea is high: ${detail ?? ''}` : undefined,
    action: () => ({ id: 'wait', label: 'Wait' })
  };
  const load = jest.fn(() => Promise.resolve({ words: tide }));
  const wait = jest.fn();

  beforeEach(() => {
    load.mockClear();
    panel = new RemoteIDEPanel({
      trans,
      connection: new FakeServer().connection(),
      show: () => undefined,
      stateDB: null
    });
    panel.addSection({
      id: 'sea',
      title: 'Sea',
      rank: 1,
      render: () => (
        <ErrorLine
          trans={trans}
          reason="high-tide"
          context={{ detail: 'five' }}
          actions={{ wait }}
        />
      )
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

  it('are asked for when somebody may read them, not before', async () => {
    const added = panel.addWords(load);
    panel.hide();
    await show();
    expect(load).not.toHaveBeenCalled();
    act(() => {
      panel.show();
    });
    await screen.findByText('The sea is high: five');
    fireEvent.click(screen.getByRole('button', { name: 'Wait' }));
    expect(wait).toHaveBeenCalledTimes(1);
    act(() => {
      added.dispose();
    });
  });

  it('that come late are seen, and go with who added them', async () => {
    await show();
    screen.getByText(/for the reason “high-tide”/);
    const added = panel.addWords(load);
    await screen.findByText('The sea is high: five');
    act(() => {
      added.dispose();
    });
    await screen.findByText(/for the reason “high-tide”/);
  });

  it('that cannot be loaded keep nobody waiting', async () => {
    panel.addWords(() => Promise.reject(new Error('gone')));
    await show();
    screen.getByText(/for the reason “high-tide”/);
  });
});
