import type { IListedClient } from './clients';
import type { IRecipe } from './types';

/** A client with how it is connected. */
export async function recipeOf({
  load,
  ...client
}: IListedClient): Promise<IRecipe> {
  return { ...client, ...(await load()).default };
}
