import { nullTranslator } from '@jupyterlab/translation';
import { act, fireEvent, render, screen } from '@testing-library/react';
import * as React from 'react';

import type { ApiTokensModel } from '../../apitokens/model';
import ApiTokensSection from '../../apitokens/section';
import { apiToken, extension } from '../../apitokens/types';
import {
  apiTokenRow,
  FakeServer,
  json,
  LIFETIMES,
  refusal,
  STATUS
} from '../core/fakes';
import { make, nextSeq, settle } from './server';

const trans = nullTranslator.load('jupyterlab_remote_ide');
const DAY = 24 * 3600;

/** One token on a server that takes changes, and what it was asked. */
function changing() {
  const server = new FakeServer();
  const sent: object[] = [];
  let row: Record<string, unknown> = apiTokenRow('a');
  server.on('GET apitokens', () =>
    json({ now: 2000, seq: nextSeq(), apitokens: [row], lifetimes: LIFETIMES })
  );
  server.on('PATCH apitokens/a', async request => {
    const change = (await request.json()) as {
      note?: string;
      expires_in?: number;
    };
    sent.push(change);
    row = {
      ...row,
      ...(change.note === undefined ? {} : { note: change.note }),
      ...(change.expires_in === undefined
        ? {}
        : { expires_at: 2000 + change.expires_in })
    };
    return json({ apitoken: row, clamped: false, seq: nextSeq() });
  });
  return { server, sent };
}

async function draw(model: ApiTokensModel): Promise<jest.Mock> {
  const announce = jest.fn();
  render(
    <ApiTokensSection {...{ trans, model, announce }} onHubTokenPage={null} />
  );
  await act(() => model.refresh());
  return announce;
}

async function settled(act_: () => void): Promise<void> {
  await act(async () => {
    act_();
    await settle();
  });
}

describe('a token that is extended', () => {
  it('lives as long as a new one, or as the site allows where it has more', () => {
    const lifetimes = { default: 7 * DAY, max: 30 * DAY };
    const ends = (expires_at: number) =>
      apiToken({ ...apiTokenRow('a'), expires_at });
    expect(extension(ends(3 * DAY), lifetimes, 0)).toBe(7 * DAY);
    // Just made: the browser's time may stand still for half a minute.
    expect(extension(ends(7 * DAY + 30), lifetimes, 0)).toBe(7 * DAY);
    expect(extension(ends(8 * DAY), lifetimes, 0)).toBe(30 * DAY);
  });

  it('takes one press, says so, and shows its new end', async () => {
    const { server, sent } = changing();
    const announce = await draw(make(server));
    const button = screen.getByRole('button', {
      name: /^Extend “Note a · .*” to 7 days$/
    });
    await settled(() => fireEvent.click(button));
    expect(sent).toEqual([{ expires_in: LIFETIMES.default }]);
    expect(screen.getByText(/^Ends in 7 days · /)).toBeInTheDocument();
    expect(announce).toHaveBeenCalledWith(
      expect.stringMatching(/^Extended “Note a · .*”$/)
    );
  });

  it('says what went wrong, and tries the same again: it never revokes', async () => {
    const { server, sent } = changing();
    const model = make(server);
    const announce = await draw(model);
    const works = server.answers.get('PATCH apitokens/a')!;
    server.on('PATCH apitokens/a', refusal('storage-unwritable', 503));
    await settled(() => {
      fireEvent.click(screen.getByRole('button', { name: /^Extend/ }));
    });
    expect(announce).not.toHaveBeenCalled();
    expect(screen.getByText(/Is your home full/)).toBeInTheDocument();
    server.on('PATCH apitokens/a', works);
    await settled(() => {
      fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    });
    expect(sent).toEqual([{ expires_in: LIFETIMES.default }]);
    expect(server.count('DELETE apitokens/a')).toBe(0);
    expect(screen.queryByText(/Is your home full/)).toBeNull();
  });

  it('says that it is gone where it ended meanwhile', async () => {
    const { server } = changing();
    const model = make(server);
    const announce = await draw(model);
    server.on('PATCH apitokens/a', refusal('no-such-apitoken', 404));
    await settled(() => {
      fireEvent.click(screen.getByRole('button', { name: /^Extend/ }));
    });
    expect(announce).not.toHaveBeenCalled();
    expect(screen.getByText(/gone already/)).toBeInTheDocument();
  });
});

describe('a token that is renamed', () => {
  it('asks for the note', async () => {
    const { server, sent } = changing();
    const announce = await draw(make(server));
    const button = screen.getByRole('button', { name: /^Rename “Note a · / });
    for (const [note, saved] of [
      ['Note a', null],
      ['  ', null],
      [' laptop ', 'laptop']
    ] as const) {
      fireEvent.click(button);
      const input = await screen.findByDisplayValue('Note a');
      fireEvent.change(input, { target: { value: note } });
      await settled(() => fireEvent.click(screen.getByText('Rename')));
      expect(sent).toEqual(saved === null ? [] : [{ note: saved }]);
    }
    expect(screen.getByText(/^laptop · /)).toBeInTheDocument();
    expect(announce).toHaveBeenLastCalledWith('Renamed “laptop”');
    fireEvent.click(screen.getByRole('button', { name: /^Rename/ }));
    const input = await screen.findByDisplayValue('laptop');
    fireEvent.change(input, { target: { value: 'x'.repeat(300) } });
    await settled(() => fireEvent.click(screen.getByText('Rename')));
    expect(sent.at(-1)).toEqual({ note: 'x'.repeat(200) });
  });

  it('changes nothing when it is cancelled', async () => {
    const { server, sent } = changing();
    await draw(make(server));
    fireEvent.click(screen.getByRole('button', { name: /^Rename/ }));
    const cancel = await screen.findByText('Cancel');
    await settled(() => fireEvent.click(cancel));
    expect(sent).toEqual([]);
  });
});

it('offers neither where that cannot be, or where a token opens nothing', async () => {
  const { server } = changing();
  const fixed = { allowed: false, reason: 'hub-fixed' };
  const capabilities = { ...STATUS.capabilities, 'apitokens-change': fixed };
  const model = make(server, { ...STATUS, capabilities });
  await draw(model);
  expect(screen.getAllByRole('button').map(button => button.title)).toEqual([
    expect.stringMatching(/^Revoke/)
  ]);
});
