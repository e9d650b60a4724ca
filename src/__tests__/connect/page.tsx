// Connect as its plugin starts it, with stand-ins for what it needs.
import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { CommandRegistry } from '@lumino/commands';
import { act, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import * as React from 'react';

import { ApiTokensModel } from '../../apitokens/model';
import plugins from '../../connect/plugin';
import { SessionModel } from '../../session/model';
import type { ISection } from '../../tokens';
import { type Answer, FakeServer, json, minting, STATUS } from '../core/fakes';

export const ADDRESS = 'http://localhost/user/ann/';
export const HUB = {
  user: 'ann',
  server_name: '',
  version: '5',
  token_in_url: false
};

export interface IStartOptions {
  readonly settings?: ISettingRegistry;
  readonly status?: object | Answer;
  /** Unless it is: only commands. */
  readonly isDrawn?: boolean;
}

/** A page with nothing but Connect. */
export class Page {
  constructor() {
    minting(this.server);
    Object.assign(document, {
      execCommand: () => {
        this.copied.push(document.querySelector('textarea')?.value ?? '');
        return !this.isRefused;
      }
    });
  }

  readonly server = new FakeServer();
  session!: SessionModel;
  readonly commands = new CommandRegistry();
  /** Of the palette. */
  readonly items: unknown[] = [];
  readonly reveal = jest.fn();
  readonly copied: string[] = [];
  /** Whether the browser refuses to copy. */
  isRefused = false;

  /** Starts the plugin, and gives the section that it adds. */
  async start(options: IStartOptions = {}): Promise<HTMLElement> {
    const { status = STATUS } = options;
    this.server.on(
      'GET status',
      typeof status === 'function' ? (status as Answer) : () => json(status)
    );
    const connection = this.server.connection();
    const session = (this.session = new SessionModel(connection));
    const model = new ApiTokensModel(connection, session);
    const apiTokens = { open: () => Promise.resolve(model) };
    const sections: ISection[] = [];
    const panel = {
      addSection: (section: ISection) => sections.push(section),
      addWords: () => undefined,
      announce: () => undefined,
      reveal: this.reveal
    };
    const palette = { addItem: (item: unknown) => this.items.push(item) };
    plugins[0]!.activate(
      { commands: this.commands } as unknown as JupyterFrontEnd,
      ...([connection, session, apiTokens, panel] as never[]),
      ...([null, palette, options.settings ?? null] as never[])
    );
    if (options.isDrawn === false) {
      return document.body;
    }
    const section = sections.find(({ id }) => id === 'connect')!;
    const { container } = render(
      <React.Suspense fallback="">{section.render()}</React.Suspense>
    );
    await screen.findByRole('combobox', { name: 'Program to connect' });
    await act(() => session.ready());
    return container;
  }

  /** The list of clients. */
  get list(): HTMLSelectElement {
    return screen.getByLabelText('Program to connect');
  }

  async choose(id: string): Promise<void> {
    await userEvent.selectOptions(this.list, id);
  }

  async press(name: string | RegExp): Promise<void> {
    await act(async () => {
      fireEvent.click(screen.getByRole('button', { name }));
      await this.server.idle();
    });
  }
}
