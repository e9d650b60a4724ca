// What the panel is made of.
export { keepFolds } from './folds';
export { default as PanelFrame } from './panelframe';
export { keepTools } from './tools';
