import {
  addressOf,
  connectionUrl,
  hasMangledName,
  isLoopback,
  maskedText,
  accessOf
} from '../../connect/types';
import { status } from '../../session/types';
import { denied, STATUS } from '../core/fakes';

const HREF = 'https://hub.org/jhub/user/ann/lab/tree/a.ipynb?x=1#y';

describe('connect/types', () => {
  it.each([
    ['/jhub/user/ann/', 'https://hub.org/jhub/user/ann/?token=t'],
    ['/jhub/user/ann', 'https://hub.org/jhub/user/ann/?token=t'],
    ['https://other.org/p/', 'https://other.org/p/?token=t'],
    ['http://localhost:8888/', 'http://localhost:8888/?token=t'],
    ['/', 'https://hub.org/?token=t'],
    [
      '/user/renan.d@ex.com/gpu%201%C3%A9/',
      'https://hub.org/user/renan.d@ex.com/gpu%201%C3%A9/?token=t'
    ],
    [
      '/user/%C3%BC%20ser%2Bx/',
      'https://hub.org/user/%C3%BC%20ser%2Bx/?token=t'
    ],
    ["/user/o'neil/", "https://hub.org/user/o'neil/?token=t"],
    ['/user/a%2Fb/', 'https://hub.org/user/a%2Fb/?token=t'],
    ['/user/~x/?y=1#z', 'https://hub.org/user/~x/?token=t']
  ])('makes the URL of %s', (base, url) => {
    expect(connectionUrl(addressOf(base, HREF), 't')).toBe(url);
  });

  it('encodes the token, and needs none', () => {
    const address = addressOf('/', HREF);
    expect(connectionUrl(address, 'a&b=c d+é')).toBe(
      'https://hub.org/?token=a%26b%3Dc%20d%2B%C3%A9'
    );
    expect(connectionUrl(address, '')).toBe('https://hub.org/');
  });

  it('masks a token alike, wherever it stands in a text', () => {
    const masked = (text: (secret: string) => string) =>
      maskedText({ kind: 'file', label: () => '', isSecret: true, text });
    expect(masked(secret => connectionUrl('https://hub.org/', secret))).toBe(
      'https://hub.org/?token=••••••••'
    );
    expect(masked(secret => `a ${secret} b ${secret}`)).toBe(
      'a •••••••• b ••••••••'
    );
  });

  it.each([
    ['https://hub.org/user/a%2Bb/', true],
    ['https://hub.org/user/a+b/', false],
    ['https://hub.org/user/corp%5Cann/', true],
    ['https://hub.org/user/a%26b/', true],
    ['https://hub.org/user/a%21b/', true],
    ['https://hub.org/user/a%2Cb/', true],
    ['https://hub.org/user/a%3Db/', true],
    ['https://hub.org/user/a%25b/', true],
    ['https://hub.org/user/a%3Bb/', true],
    ['https://hub.org/user/a%3Ab/', true],
    ['https://hub.org/user/a%24b/', true],
    ['https://hub.org/user/a%3Fb/', true],
    ['https://hub.org/user/j%C3%BCrgen/', false],
    ['https://hub.org/user/j%c3%bcrgen/', false],
    ['https://hub.org/a%/', true],
    ['https://hub.org/user/a%28b%29/', true],
    ["https://hub.org/user/o'neil/", true],
    ['https://hub.org/user/o%27neil/', true],
    ['https://hub.org/user/ann@ex.com/~%20/', false]
  ])('warns of %s: %s', (address, expected) => {
    expect(hasMangledName(address)).toBe(expected);
  });

  it.each([
    ['http://localhost:8888/', true],
    ['http://127.0.0.1/', true],
    ['http://[::1]:80/', true],
    ['https://localhost.org/', false],
    ['https://10.0.0.1/', false]
  ])('sees that %s is loopback: %s', (address, expected) => {
    expect(isLoopback(address)).toBe(expected);
  });

  it.each([
    ['make', null, null, true],
    ['make', STATUS, null, true],
    ['page', denied('hub-manual'), null, true],
    ['none', denied('hub-manual'), null, false],
    ['open', denied('no-authentication'), null, false],
    ['page', null, 'no-server-half', true],
    ['none', null, 'network', false]
  ])('goes the way %s', (kind, reply, reason, hasPageToken) => {
    const access = accessOf(
      reply && status(reply),
      reason === null ? null : { status: null, reason },
      hasPageToken
    );
    expect(access.kind).toBe(kind);
  });
});
