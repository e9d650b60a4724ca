import * as React from 'react';

import { ProblemError } from '../core/result';
import type { IListedClient } from './clients';
import type { IRecipe } from './types';

const loaded = new WeakMap<IListedClient, IRecipe>();

/** A client with how it is connected. @throws ProblemError where its script does not come */
export async function recipeOf(listed: IListedClient): Promise<IRecipe> {
  const { load, ...client } = listed;
  try {
    const recipe = { ...client, ...(await load(client.id)).default };
    loaded.set(listed, recipe);
    return recipe;
  } catch {
    throw new ProblemError({ status: null, reason: 'not-loaded' });
  }
}

/** The recipe of a client; null while it is on its way. What fails is thrown to the boundary around, which tries anew. */
export function useRecipe(listed: IListedClient): IRecipe | null {
  const [, settle] = React.useState<object>();
  React.useEffect(() => {
    if (!loaded.has(listed)) {
      recipeOf(listed).then(settle, (error: unknown) => {
        settle(() => {
          throw error;
        });
      });
    }
  }, [listed]);
  return loaded.get(listed) ?? null;
}
