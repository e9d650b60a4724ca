// Connect and Help as they are drawn on one site, for the specs beside.
import { nullTranslator } from '@jupyterlab/translation';
import { act, fireEvent, render, screen } from '@testing-library/react';
import * as React from 'react';

import { ApiTokensModel } from '../../apitokens/model';
import { ClientChoice } from '../../connect/choice';
import { CLIENTS } from '../../connect/clients';
import HelpSection from '../../connect/help';
import { ConnectModel } from '../../connect/model';
import { recipeOf } from '../../connect/recipe';
import ConnectSection from '../../connect/section';
import { SessionModel } from '../../session/model';
import { FakeServer, json, STATUS } from '../core/fakes';

const trans = nullTranslator.load('jupyterlab_remote_ide');

/** Of the primary button, for VS Code. */
export const NAME = 'Copy connection URL for VS Code';

export class Site {
  constructor() {
    Object.assign(document, {
      execCommand: () => {
        this.copied.push(document.querySelector('textarea')?.value ?? '');
        return !this.isRefused;
      }
    });
  }

  readonly server = new FakeServer();
  readonly copied: string[] = [];
  readonly announce = jest.fn();
  /** Whether the browser refuses to copy. */
  isRefused = false;

  async draw(
    options: {
      status?: object;
      token?: string;
      isHub?: boolean;
      folder?: string;
      host?: string;
    } = {}
  ): Promise<{
    container: HTMLElement;
    apiTokens: ApiTokensModel;
    session: SessionModel;
  }> {
    this.server.on('GET status', () => json(options.status ?? STATUS));
    this.server.on('GET session', () =>
      json({
        ...{ now: 1000, host: options.host ?? 'node42.cluster' },
        end_time: null,
        folder: options.folder ?? null
      })
    );
    const connection = this.server.connection({
      token: options.token ?? ''
    });
    const session = new SessionModel(connection);
    const apiTokens = new ApiTokensModel(connection, session);
    const href = 'http://localhost/user/ann/lab';
    const model = new ConnectModel({
      ...{ connection, session, apiTokens, href },
      hubRoot: options.isHub ? 'https://hub.org/' : null
    });
    const hub = options.isHub ? 'https://hub.org/hub' : null;
    await Promise.all(
      CLIENTS.filter(({ family }) => family !== 'ssh').map(client =>
        recipeOf(client, model.ask)
      )
    );
    const choice = new ClientChoice(null);
    const common = { trans, clients: CLIENTS, choice, model, session };
    const { container } = render(
      <>
        <ConnectSection
          {...common}
          hubTokenPage={hub && `${hub}/token`}
          announce={this.announce}
        />
        <section aria-label="Help">
          <HelpSection {...common} hubHome={hub && `${hub}/home`} />
        </section>
      </>
    );
    await act(() => session.show());
    await act(() => apiTokens.refresh()); // as with the panel
    return { container, apiTokens, session };
  }

  async press(name: string | RegExp): Promise<void> {
    await act(async () => {
      fireEvent.click(screen.getByRole('button', { name }));
      await this.server.idle();
    });
  }

  /** Everything of a page that somebody could read: text, attributes, fields. */
  everything(container: HTMLElement): string {
    const fields = [...container.querySelectorAll('input')].map(i => i.value);
    return container.ownerDocument.documentElement.outerHTML + fields.join();
  }
}
