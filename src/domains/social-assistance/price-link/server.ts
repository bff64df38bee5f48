/** Server face of 物价联动. */
export { lessPriceSubsidy, morePriceSubsidy } from './death.ts';
export { enterIndex } from './indices.ts';
export { priceLinkRoutes } from './routes.ts';
export { approveRun, PRICE_SUBSIDY, payDuePriceSubsidies, priceReactions, submitRun } from './run.ts';
