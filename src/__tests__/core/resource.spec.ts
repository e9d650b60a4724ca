import { Resource } from '../../core/resource';
import { ProblemError } from '../../core/result';

describe('core/resource', () => {
  it('keeps old data while a new load runs and fails', async () => {
    const resource = new Resource<number>();
    const states: string[] = [];
    resource.changed.connect(r => {
      states.push(`${r.state} ${String(r.data)}`);
    });
    await resource.load(() => Promise.resolve(1));
    await resource.load(() =>
      Promise.reject(new ProblemError({ status: 503, reason: 'unavailable' }))
    );
    expect(states).toEqual(['loading null', 'ready 1', 'loading 1', 'error 1']);
    expect(resource.problem?.reason).toBe('unavailable');
    expect(resource.asOf).not.toBeNull();
    resource.set(2, 5);
    expect([resource.problem, resource.seq]).toEqual([null, 5]);
  });

  it('joins a load that runs', async () => {
    const resource = new Resource<number>();
    const fetch = jest.fn(() => Promise.resolve(1));
    await Promise.all([resource.load(fetch), resource.load(fetch)]);
    expect(fetch).toHaveBeenCalledTimes(1);
    await resource.load(fetch);
    expect(fetch).toHaveBeenCalledTimes(2);
  });
});
