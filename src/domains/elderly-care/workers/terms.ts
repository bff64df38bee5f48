/** Words of the register of providers and workers. */

export const providerStates = { active: '有效', suspended: '暂停', removed: '清退' } as const;
export type ProviderState = keyof typeof providerStates;
