import { nullTranslator } from '@jupyterlab/translation';

import { loadWords, Messages } from '../../pages/language';

const EO = {
  'Stop %1 (pid %2)?': ['Ĉu halti %1 (pid %2)?'],
  '%1 day': ['%1 tago', '%1 tagoj'],
  'menu\u0004Open': ['Malfermi']
};

afterEach(() => {
  document.documentElement.lang = 'en';
});

it('translates, and fills as JupyterLab does', () => {
  const trans = new Messages(EO);
  expect(trans.__('Stop %1 (pid %2)?', '%1', 7)).toBe('Ĉu halti %1 (pid 7)?');
  expect(trans._n('%1 day', '%1 days', 1)).toBe('1 tago');
  expect(trans._n('%1 day', '%1 days', 3)).toBe('3 tagoj');
  expect(trans._p('menu', 'Open')).toBe('Malfermi');
  expect(trans.__('Open')).toBe('Open');
});

it.each([
  ['JupyterLab', nullTranslator.load('')],
  ['the pages', new Messages({})]
])('is English by itself, in %s', (_, trans) => {
  expect(trans.__('%1 of %2: 100%%', 'a', 'b')).toBe('a of b: 100%');
  expect(trans._n('%1 day %2 h', '%1 days %2 h', 2, '5')).toBe('2 days 5 h');
  expect(trans._n('%1 day', '%1 days', 1)).toBe('1 day');
  expect(trans.__('constructor')).toBe('constructor');
});

it('says in the page which language it speaks', async () => {
  const ask = async () => ({ locale: 'pt_BR', messages: EO });
  const trans = await loadWords(ask);
  expect(trans.__('Stop %1 (pid %2)?', 'a', 1)).toBe('Ĉu halti a (pid 1)?');
  expect(document.documentElement.lang).toBe('pt-BR');
});

it.each([
  ['refuses', () => Promise.reject(new Error('no'))],
  ['says something else', () => Promise.resolve({ locale: 7 })]
])('is English where the server %s', async (_, ask) => {
  expect((await loadWords(ask)).__('Start')).toBe('Start');
  expect(document.documentElement.lang).toBe('en');
});

it('does not wait for words for ever', async () => {
  jest.useFakeTimers();
  try {
    const words = loadWords(() => new Promise(() => {}));
    await jest.advanceTimersByTimeAsync(3000);
    expect((await words).__('Start')).toBe('Start');
  } finally {
    jest.useRealTimers();
  }
});
