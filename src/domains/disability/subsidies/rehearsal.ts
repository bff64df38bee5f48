/** 两项补贴 in a rehearsal: whoever draws one gets the standard of the place; who was refused is judged again, for a higher standard may pass another allowance. */
import { firstDayOf } from '../../../kernel/calendar/index.ts';
import type { Decision } from '../../../kernel/policy/index.ts';
import { type Assessed, defineRehearsal } from '../../../kernel/rehearsal/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { standardKeys } from './clauses.ts';
import { type Kind, kinds, type SubsidyFacts } from './facts.ts';
import { determineSubsidy, programmeOfKind, subsidyAtStandard } from './rules.ts';

const assessed = (decided: Result<Decision, 'PARAM_MISSING'>): Result<Assessed, 'PARAM_MISSING'> => {
  if (!decided.ok) return decided;
  const { outcome, amountFen } = decided.value;
  const eligible = outcome === 'undetermined' ? null : outcome === 'eligible';
  return ok({ eligible, amountFen: amountFen ?? 0, urbanRural: null, persons: 1 });
};

for (const kind of Object.keys(kinds) as Kind[])
  defineRehearsal<SubsidyFacts>({
    programme: programmeOfKind(kind),
    module: import.meta.url,
    reads: (key) => key === standardKeys[kind],
    assess: (facts, parameters, month) => assessed(determineSubsidy(kind, facts, parameters, firstDayOf(month))),
    decide: (facts, parameters, month) => determineSubsidy(kind, facts, parameters, firstDayOf(month)),
    atStandard: {
      needsFacts: false,
      assess: ({ division }, parameters, month) => assessed(subsidyAtStandard(kind, division, parameters, month)),
      decide: ({ division }, parameters, month) => subsidyAtStandard(kind, division, parameters, month),
    },
  });
