/** The page on which the registers of 党建+养老服务 stand. */
export const PARTY_SHELF = '/care-party';
