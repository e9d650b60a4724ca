import type { IRecipe } from '../types';
import { pycharm } from './pycharm';
import { vscode } from './vscode';

/** In the order of the tabs. */
export const RECIPES: readonly IRecipe[] = [vscode, pycharm];
