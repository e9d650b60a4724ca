import { nullTranslator } from '@jupyterlab/translation';
import { fireEvent, screen, within } from '@testing-library/react';

import { indexWords, whereWords } from '../../connect/kernels/packages';
import type { IPackages } from '../../connect/kernels/types';
import { json, minting, refusal } from '../core/fakes';
import { NAME, Site } from './site';

const GET = 'GET connect/kernels';
const POST = 'POST connect/kernels';
const LINK = 'Kernels and packages';

const PYTHON = {
  name: 'python3',
  display_name: 'Python 3 (ipykernel)',
  language: 'python',
  reason: null,
  detail: null
};
const THESIS = {
  path: '/home/ann/thesis/.venv',
  name: 'thesis',
  has_ipykernel: true,
  is_kernel: false
};
const PACKAGES: IPackages = {
  text: null,
  target: '/opt/conda',
  is_writable: true,
  is_temporary: null,
  is_user_site: false,
  index: null,
  no_index: false
};
const KERNELS = {
  kernels: [PYTHON],
  default: 'python3',
  folders: [],
  environments: [THESIS, { ...THESIS, path: '/x', name: 'x', is_kernel: true }],
  packages: PACKAGES
};

describe('connect/kernels', () => {
  let site: Site;

  const open = async (answer: object = KERNELS): Promise<HTMLElement> => {
    site.server.on(GET, () => json(answer));
    await site.press(LINK);
    return screen.getByRole('group', { name: LINK });
  };

  beforeEach(async () => {
    site = new Site();
    minting(site.server);
    await site.draw();
    await site.press(NAME);
  });

  it('is asked for by a press on its link, which puts it away again', async () => {
    expect(site.server.count(GET)).toBe(0);
    const group = await open();
    expect(site.server.count(GET)).toBe(1);
    expect(
      within(group).getByText(/^Python 3 \(ipykernel\)/)
    ).toHaveTextContent('Python 3 (ipykernel) default');
    await site.press(LINK);
    expect(group).not.toBeInTheDocument();
  });

  it('says why some do not start, with names as they are', async () => {
    const group = await open({
      ...KERNELS,
      kernels: [
        {
          ...PYTHON,
          name: 'a',
          display_name: '<img src=x>',
          reason: 'interpreter-gone',
          detail: '/old/bin/python'
        },
        { ...PYTHON, name: 'b', reason: 'no-ipykernel', detail: '/b' },
        { ...PYTHON, name: 'c', reason: 'moon-phase' }
      ]
    });
    expect(group).toHaveTextContent('<img src=x>');
    expect(group).toHaveTextContent(
      '/old/bin/python does not start, or is gone.'
    );
    expect(group).toHaveTextContent('It lacks the package ipykernel.');
    expect(group).toHaveTextContent('for the reason “moon-phase”.');
  });

  it('makes an environment a kernel by one press, and says what is next', async () => {
    const group = await open();
    expect(within(group).getAllByRole('button')).toHaveLength(1);
    site.server.on(POST, () => {
      site.server.on(GET, () =>
        json({ ...KERNELS, environments: [{ ...THESIS, is_kernel: true }] })
      );
      return json({ kernel: { ...PYTHON, display_name: 'Python (thesis)' } });
    });
    const button = screen.getByRole('button', {
      name: 'Make it a kernel: thesis'
    });
    fireEvent.click(button);
    await site.press('Make it a kernel: thesis'); // a double click is one
    expect(site.server.count(POST)).toBe(1);
    expect(site.server.requests.find(({ key }) => key === POST)?.body).toBe(
      JSON.stringify({ path: THESIS.path })
    );
    const said = screen.getByText(/^“Python \(thesis\)” is a kernel now/);
    expect(said).toHaveFocus();
    expect(said).toHaveAttribute('role', 'status');
    expect(within(group).queryByRole('button')).toBeNull();
  });

  it('gives the line that adds ipykernel, to be copied whole', async () => {
    const command = "'/home/ann/my thesis/bin/python' -m pip install ipykernel";
    site.server.on(POST, () =>
      json(
        {
          message: '',
          reason: 'no-ipykernel',
          detail: { command, path: '/p' }
        },
        409
      )
    );
    const environments = [{ ...THESIS, has_ipykernel: false }];
    const group = await open({ ...KERNELS, environments });
    expect(group).toHaveTextContent('It lacks the package ipykernel.');
    await site.press(/^Make it a kernel/);
    expect(within(group).getByRole('alert')).toHaveTextContent(
      'It lacks the package ipykernel.'
    );
    expect(group.textContent.match(/It lacks/g)).toHaveLength(1);
    await site.press('Copy the line that installs it');
    expect(site.copied.at(-1)).toBe(command);
    site.server.on(POST, () => json({ kernel: PYTHON }));
    await site.press(/^Make it a kernel/);
    expect(group).not.toHaveTextContent(command);
  });

  it('says what else was in the way of it', async () => {
    const group = await open();
    const detail = { folder: '/home/ann/.local/share/jupyter/kernels' };
    for (const [reason, text] of [
      ['kernel-disk-full', `nothing was written to ${detail.folder}`],
      ['kernel-not-written', `${detail.folder} cannot be written to`],
      ['kernel-not-listed', 'lists its own kernels alone'],
      ['ide-token', 'A token made for an IDE cannot do this.']
    ] as const) {
      site.server.on(POST, () => json({ message: '', reason, detail }, 409));
      await site.press(/^Make it a kernel/);
      expect(group).toHaveTextContent(text);
    }
  });

  it('says why there is no list', async () => {
    site.server.on(GET, refusal('kernels-unknown', 503));
    await site.press(LINK);
    expect(screen.getByRole('group', { name: LINK })).toHaveTextContent(
      'The list of kernels cannot be read'
    );
  });

  it.each([
    [{ text: 'Use our wheels.' }, 'Use our wheels.', null],
    [{ target: null }, /^Install packages with %pip install … /, null],
    [{ is_writable: false, index: 'https://a/' }, / cannot write to /, null],
    [{ is_temporary: true }, /which goes away with the job/, null],
    [{ is_user_site: true }, /for all your kernels of this Python/, null],
    [
      { index: 'https://a/' },
      /^%pip install … puts packages into \/opt\/conda\.$/,
      'They come from https://a/.'
    ],
    [{ no_index: true, index: 'https://a/' }, /opt/, /none of the internet/]
  ])('says of packages %j', (facts, where, from) => {
    const trans = nullTranslator.load('jupyterlab_remote_ide');
    const packages = { ...PACKAGES, ...facts };
    expect(whereWords(trans, packages)).toMatch(where);
    expect(indexWords(trans, packages) ?? '').toMatch(from ?? /^$/);
  });
});
