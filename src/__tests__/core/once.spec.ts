import { once } from '../../core/once';

it('asks once, and anew after a failure', async () => {
  const ask = jest
    .fn(() => Promise.resolve('it'))
    .mockRejectedValueOnce(new Error('network'));
  const get = once(ask);
  expect(ask).not.toHaveBeenCalled();
  await Promise.all([
    expect(get()).rejects.toThrow('network'),
    expect(get()).rejects.toThrow('network')
  ]);
  expect(ask).toHaveBeenCalledTimes(1);
  expect([await get(), await get()]).toEqual(['it', 'it']);
  expect(ask).toHaveBeenCalledTimes(2);
});
