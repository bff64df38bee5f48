/** What the command line can decide of social assistance. */
import type { Determination, Determinations } from '../../kernel/policy/index.ts';
import type { FamilyCategory } from './classification/categories.ts';
import { classificationRules } from './classification/classify.ts';
import { dibaoRules } from './dibao/rules.ts';
import { factsProblems } from './family/consistency.ts';
import { FamilyFacts, TekunFacts } from './schema.ts';
import { tekunFactsProblems } from './tekun/consistency.ts';
import { tekunRules } from './tekun/rules.ts';
import { TemporaryAidFacts } from './temporary-aid/facts.ts';
import { temporaryAidRules } from './temporary-aid/rules.ts';

/** Edge and rigid are decided as every application is: by the first category that applies. */
const classified = (appliedFor: FamilyCategory): Determination => ({
  schema: FamilyFacts,
  decide(given, { parameters, on, today }) {
    const facts = given as FamilyFacts;
    const problems = factsProblems(facts);
    if (problems.length > 0) return problems;
    return classificationRules.current.decide({ facts, appliedFor }, parameters, on ?? facts.decisionDate ?? today);
  },
});

export const determinations: Determinations = {
  'SA-01': {
    schema: FamilyFacts,
    decide(given, { parameters, on, today }) {
      const facts = given as FamilyFacts;
      const problems = factsProblems(facts);
      if (problems.length > 0) return problems;
      return dibaoRules.current.decide(facts, parameters, on ?? facts.decisionDate ?? today);
    },
  },
  'SA-05': classified('edge'),
  'SA-06': classified('rigid'),
  'SA-03': {
    schema: TekunFacts,
    decide(given, { parameters, on, today }) {
      const facts = given as TekunFacts;
      const problems = tekunFactsProblems(facts);
      if (problems.length > 0) return problems;
      return tekunRules.current.decide(facts, parameters, on ?? facts.decisionDate ?? today);
    },
  },
  'SA-07': {
    schema: TemporaryAidFacts,
    decide(given, { parameters, on, today }) {
      const facts = given as TemporaryAidFacts;
      if (facts.type === 'expense') {
        const problems = factsProblems({ ...facts.family, division: facts.division, expenses: [], single: null });
        if (problems.length > 0) return problems.map((p) => ({ ...p, path: `family.${p.path}` }));
      }
      return temporaryAidRules.current.decide(facts, parameters, on ?? today);
    },
  },
};
