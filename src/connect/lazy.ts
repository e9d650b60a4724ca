// All that Connect needs once it is seen or used: one chunk, loaded then.
export { default as HelpSection } from './help';
export { RECIPES } from './clients';
export { ConnectModel } from './model';
export { default as ConnectSection } from './section';
export { copyText } from '../ui/clipboard';
