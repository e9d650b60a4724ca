import * as React from 'react';

import { ProblemError } from '../core/result';
import type { ISessionModel } from '../tokens';
import { useModel } from '../ui/hooks';
import type { IListedClient } from './clients';
import type { ConnectModel } from './model';
import type { Ask, IRecipe } from './types';

const loaded = new WeakMap<IListedClient, IRecipe>();

/** A client with how it is connected. @throws ProblemError where its script does not come */
export async function recipeOf(
  listed: IListedClient,
  ask: Ask
): Promise<IRecipe> {
  const { load, ...client } = listed;
  try {
    const recipe = { ...client, ...(await load(client.id, ask)).default };
    loaded.set(listed, recipe);
    return recipe;
  } catch {
    throw new ProblemError({ status: null, reason: 'not-loaded' });
  }
}

/** The recipe of a client; null while it is on its way. What fails is thrown to the boundary around, which tries anew. */
export function useRecipe(
  listed: IListedClient,
  model: ConnectModel,
  session: ISessionModel
): IRecipe | null {
  const [, settle] = React.useState<object>();
  const status = useModel(session.status, s => s.data);
  React.useEffect(() => {
    // By ssh another server may be elsewhere.
    if (listed.family === 'ssh' || !loaded.has(listed)) {
      recipeOf(listed, model.ask).then(settle, (error: unknown) => {
        settle(() => {
          throw error;
        });
      });
    }
  }, [listed, status]);
  return loaded.get(listed) ?? null;
}
