/** The tour's steps, in its order: each needs at most what was tried before it. */
export const stepNames = ['network', 'printer', 'scanner', 'drawer', 'disk'] as const;

export type StepName = (typeof stepNames)[number];
