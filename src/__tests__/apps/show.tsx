import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { act, render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import * as React from 'react';

import { AppsModel } from '../../apps/model';
import StartSection, { RunningApps } from '../../apps/section';
import type { FakeServer } from '../core/fakes';
import { addCommand } from '../core/page';

const trans = nullTranslator.load('');

/** Draws what the apps have in the panel; `ran` are the commands that were called. */
export async function show(server: FakeServer) {
  const model = new AppsModel(server.connection());
  const commands = new CommandRegistry();
  const ran: string[] = [];
  for (const verb of [
    ...['open-app', 'stop-app', 'restart-app', 'show-app-log'],
    ...['release-app', 'show-app']
  ]) {
    addCommand(commands, `remote-ide:${verb}`, args =>
      ran.push(`${verb} ${args}`)
    );
  }
  const said: string[] = [];
  const announce = (text: string) => said.push(text);
  await act(() => model.load());
  const look = { model, trans, commands, announce };
  render(
    <>
      <RunningApps {...look} />
      <StartSection {...look} />
    </>
  );
  return { model, ran, said, user: userEvent.setup() };
}
