/** What the command line can decide of the two subsidies. */
import type { Determination, Determinations } from '../../kernel/policy/index.ts';
import { SubsidyFacts } from './schema.ts';
import { subsidyRules } from './subsidies/rules.ts';

const subsidy = (kind: keyof typeof subsidyRules): Determination => ({
  schema: SubsidyFacts,
  decide: (given, { parameters, on, today }) => subsidyRules[kind].current.decide(given as SubsidyFacts, parameters, on ?? today),
});

export const determinations: Determinations = {
  'DB-01': subsidy('living'),
  'DB-02': subsidy('nursing'),
};
