import { act, screen, within } from '@testing-library/react';

import { FakeSocket, json, refusal } from '../core/fakes';
import { appRow, appsServer } from './rows';
import { show } from './show';

beforeEach(() => {
  FakeSocket.all = [];
});

it('shows a log inline and follows it', async () => {
  const server = appsServer(appRow('a', 'running', { log_next: 1 }))
    .on('GET apps/a/log?after=0', () => json({ lines: ['one'], next: 1 }))
    .on('GET apps/a/log?after=1', () => json({ lines: ['two'], next: 2 }));
  const { model, user } = await show(server);
  await act(async () => {
    model.showLog('a');
  });
  const log = await screen.findByText('one');
  model.follow();
  FakeSocket.last.accept();
  const snapshot = [appRow('a', 'running', { log_next: 2 })];
  act(() => {
    FakeSocket.last.receive({ topic: 'apps', seq: 2, snapshot });
  });
  expect(await within(log).findByText(/one\s+two/)).toBe(log);
  await user.click(screen.getByRole('button', { name: /Close the log/ }));
  expect(screen.queryByRole('log')).toBeNull();
});

it.each([
  ['running', /Nothing written yet/],
  ['stopped', null]
] as const)(
  'closes an empty log of what does not run: %s',
  async (state, words) => {
    const server = appsServer(appRow('a', state)).on(
      'GET apps/a/log?after=0',
      () => json({ lines: [], next: 0 })
    );
    const { model } = await show(server);
    await act(async () => {
      model.showLog('a');
    });
    await act(() => Promise.resolve());
    if (words === null) {
      expect(screen.queryByRole('log')).toBeNull();
      expect(model.logOf).toBeNull();
    } else {
      expect(screen.getByRole('log')).toHaveTextContent(words);
    }
  }
);

it('claims nothing of a log that could not be read', async () => {
  const server = appsServer(appRow('a', 'running'));
  server.on('GET apps/a/log?after=0', refusal('internal-error'));
  const { model } = await show(server);
  await act(async () => {
    model.showLog('a');
  });
  expect(screen.getByRole('log')).toBeEmptyDOMElement();
});

it('says in a log what is left out of it', async () => {
  const server = appsServer(appRow('a', 'running', { log_next: 9 })).on(
    'GET apps/a/log?after=0',
    () => json({ lines: ['nine'], next: 9, cut: 8 })
  );
  const { model } = await show(server);
  await act(async () => {
    model.showLog('a');
  });
  expect(await screen.findByRole('log')).toHaveTextContent(
    '8 earlier lines are left out. nine'
  );
});
