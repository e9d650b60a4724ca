// Empty on purpose: src/ui/panelframe.tsx loads the styles together with what they are for.
