import { nullTranslator } from '@jupyterlab/translation';
import { act, fireEvent, render, screen } from '@testing-library/react';
import * as React from 'react';

import { ApiTokensModel } from '../../apitokens/model';
import { ClientChoice } from '../../connect/choice';
import { CLIENTS } from '../../connect/clients';
import { recipeOf } from '../../connect/recipe';
import { Lifetime } from '../../connect/lifetime';
import { ConnectModel } from '../../connect/model';
import ConnectSection from '../../connect/section';
import { DAY, lifetimeChoices } from '../../connect/types';
import { SessionModel } from '../../session/model';
import { FakeServer, json, minting, STATUS } from '../core/fakes';

const trans = nullTranslator.load('jupyterlab_remote_ide');

const SITE = { default: 7 * DAY, max: 3650 * DAY };

function Held({ site = SITE }: { site?: typeof SITE }): React.JSX.Element {
  const [value, onChange] = React.useState(site.default);
  return <Lifetime {...{ trans, site, value, onChange }} isHeld={false} />;
}

function choose(label: 'Lifetime' | 'Days', value: string): void {
  fireEvent.change(screen.getByLabelText(label), { target: { value } });
}

/** What the list shows while it is closed. */
function said(): string | undefined {
  const list = screen.getByLabelText<HTMLSelectElement>('Lifetime');
  return list.selectedOptions[0]?.text;
}

function field(): HTMLInputElement {
  return screen.getByLabelText<HTMLInputElement>('Days');
}

describe('connect/lifetime', () => {
  it.each(['0', '-1', '2.5', '3651', '99999', ''])(
    'refuses “%s” days and keeps what was chosen before',
    wrong => {
      render(<Held />);
      choose('Lifetime', 'custom');
      expect(field().value).toBe('7');
      expect(field()).toHaveAttribute('aria-invalid', 'false');
      choose('Days', '3');
      choose('Days', wrong);
      expect(field()).toHaveAttribute('aria-invalid', 'true');
      expect(field()).toHaveAccessibleDescription(
        'Whole days, from 1 to 3650.'
      );
      expect(said()).toBe('Works 3 days');
      choose('Days', '3650');
      expect(field()).toHaveAttribute('aria-invalid', 'false');
      expect(screen.queryByRole('alert')).toBeNull();
      expect(said()).toBe('Works 3650 days');
    }
  );

  it('begins other days with what is in force', () => {
    render(<Held />);
    choose('Lifetime', '28800');
    choose('Lifetime', 'custom');
    expect(field().value).toBe('1');
    expect(said()).toBe('Works 1 day');
  });

  it.each([
    ['two hours', 7200, 7200, ['2 h'], false],
    ['36 hours', DAY, 1.5 * DAY, ['8 h', '1 day', '1 day 12 h'], false],
    [
      'ten days',
      2 * DAY,
      10 * DAY,
      ['8 h', '1 day', '2 days', '7 days', '10 days'],
      true
    ],
    ['a year', 7 * DAY, 365 * DAY, ['8 h', '1 day', '7 days', '30 days'], true]
  ])('offers what a site of %s allows', (_, usual, max, choices, hasOther) => {
    render(<Held site={{ default: usual, max }} />);
    const words = screen.getAllByRole('option').map(o => o.textContent);
    expect(words).toEqual([
      ...choices.map(choice => `Works ${choice}`),
      ...(hasOther ? ['Other…'] : [])
    ]);
    expect(lifetimeChoices({ default: usual, max })).toContain(usual);
  });

  it('never begins other days with more than the site allows', () => {
    render(<Held site={{ default: 2.5 * DAY, max: 2.5 * DAY }} />);
    choose('Lifetime', 'custom');
    expect(field().value).toBe('2');
    choose('Days', '3');
    expect(field()).toHaveAccessibleDescription('Whole days, from 1 to 2.');
  });

  it('says what this site gives once that is known, and asks for nothing else', async () => {
    const server = new FakeServer().on('GET status', () => json(STATUS));
    minting(server);
    const lifetimes = { default: 7200, max: 7200 };
    server.on('GET apitokens', () =>
      json({ now: 1000, seq: 0, apitokens: [], lifetimes })
    );
    const connection = server.connection();
    const session = new SessionModel(connection);
    const apiTokens = new ApiTokensModel(connection, session);
    const model = new ConnectModel({
      ...{ connection, session, apiTokens },
      href: 'http://localhost/user/ann/lab',
      hubRoot: null
    });
    const recipes = await Promise.all(
      CLIENTS.map(client => recipeOf(client, model.ask))
    );
    const choice = new ClientChoice(null);
    const none = { hubTokenPage: null };
    const announce = () => undefined;
    render(
      <ConnectSection
        {...{
          trans,
          clients: CLIENTS,
          choice,
          model,
          session,
          announce,
          ...none
        }}
      />
    );
    expect(screen.queryByLabelText('Lifetime')).toBeNull();
    expect(screen.getByText('Works while the server runs')).toBeVisible();
    await act(() => apiTokens.refresh());
    expect(said()).toBe('Works 2 h');
    await act(() => model.press(recipes[0]!));
    const { body } = server.requests.find(({ key }) => /POST/.test(key))!;
    expect(JSON.parse(body)).not.toHaveProperty('expires_in');
  });
});
