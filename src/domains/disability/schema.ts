/** The shapes that people outside the domain read: what a decision is made from. */
export { SubsidyFacts } from './subsidies/facts.ts';
