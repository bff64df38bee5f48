/** The page on which the registers of 医养 stand side by side. */
export const SHELF = '/care-medical-registers';
/** Whoever has a yearly step before him is told so many days before. */
export const TELL_BEFORE = 30;
