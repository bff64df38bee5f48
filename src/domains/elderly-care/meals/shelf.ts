/** The page on which the register of canteens stands. */
export const CANTEEN_SHELF = '/canteen-filings';
