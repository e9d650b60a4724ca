import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { act, render, screen } from '@testing-library/react';
import * as React from 'react';

import { SessionModel } from '../../session/model';
import SessionSection from '../../session/section';
import { ErrorLine } from '../../ui/errorline';
import PanelFrame from '../../ui/panelframe';
import { FakeServer, FakeSocket, json, STATUS } from '../core/fakes';

const trans = nullTranslator.load('jupyterlab_remote_ide');
const AWAY = ['network', 'server-unreachable', 'timeout'];

it.each([
  ['no answer', () => Promise.reject(new TypeError('Failed to fetch'))],
  ['a hub’s 503', () => json({}, 503)]
])('tells in one place that the server is away (%s)', async (_, answer) => {
  FakeSocket.all = [];
  const server = new FakeServer()
    .on('GET status', () => json(STATUS))
    .on('GET session', () => json({ now: 1, host: 'vm' }));
  const connection = server.connection();
  const model = new SessionModel(connection);
  const onRefresh = jest.fn();
  const retry = jest.fn();
  const state = { trans, isLost: false, revealing: null, folds: new Map() };
  const panel = {
    ...state,
    announcement: { text: '', count: 0 },
    revealed: () => undefined,
    setFolded: () => undefined,
    sections: [
      {
        ...{ id: 'session', title: '', rank: 10 },
        render: () => (
          <SessionSection
            {...{ trans, model, onRefresh }}
            watch={connection.watch}
            onRetry={() => void model.refresh()}
          />
        )
      },
      {
        ...{ id: 'apps', title: 'Start', rank: 20 },
        render: () => (
          <>
            {[...AWAY, 'internal-error'].map(reason => (
              <ErrorLine
                key={reason}
                {...{ trans, reason }}
                actions={{ retry }}
              />
            ))}
          </>
        )
      }
    ]
  };
  const changed = new Signal<unknown, void>(panel);
  render(<PanelFrame panel={{ ...panel, changed }} />);
  await act(() => model.show());
  const lines = () =>
    document.querySelectorAll('[data-section="apps"] .jp-RemoteIDE-errorLine');
  expect(lines()).toHaveLength(4);

  server.on('GET status', answer);
  await act(() => model.refresh());
  // Our own failure is told where it is, with its own button.
  expect(lines()).toHaveLength(1);
  expect(screen.getByText(/failed on the server/)).toBeVisible();
  expect(screen.getAllByRole('button', { name: 'Try again' })).toHaveLength(1);
  expect(screen.getAllByRole('button', { name: 'Try now' })).toHaveLength(1);
  expect(document.querySelector('.jp-mod-lost')).not.toBeNull();
  expect(onRefresh).not.toHaveBeenCalled();

  server.on('GET status', () => json(STATUS));
  await act(() => model.refresh());
  expect(document.querySelector('.jp-mod-lost')).toBeNull();
  // Whoever failed meanwhile asks again.
  expect(onRefresh).toHaveBeenCalledTimes(1);
});
