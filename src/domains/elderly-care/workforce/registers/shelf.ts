/** The page on which the registers of 养老服务人才 stand side by side. */
export const SHELF = '/care-registers';
