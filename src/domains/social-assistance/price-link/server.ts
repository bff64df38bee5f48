/** Server face of 物价联动. */
export { priceLinkRoutes } from './routes.ts';
export { payDuePriceSubsidies, priceReactions } from './run.ts';
