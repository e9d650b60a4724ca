// Empty on purpose: src/ui/panelframe.tsx and each section load their styles together with what they are for.
