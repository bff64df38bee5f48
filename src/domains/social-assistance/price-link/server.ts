/** Server face of 物价联动. */
export { lessPriceSubsidy } from './death.ts';
export { priceLinkRoutes } from './routes.ts';
export { approveRun, enterIndex, PRICE_SUBSIDY, payDuePriceSubsidies, priceReactions, submitRun } from './run.ts';
