/** 特困供养 in a rehearsal: base and care are standards, so nobody who receives is judged again; who was refused is. Loaded by threads without a database. */
import { firstDayOf } from '../../../kernel/calendar/index.ts';
import type { Decision } from '../../../kernel/policy/index.ts';
import { type Assessed, defineRehearsal } from '../../../kernel/rehearsal/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { TekunFacts } from './facts.ts';
import { tekunMultiples } from './multiple.ts';
import { determineTekun, partAtStandard, type TekunPart, tekunParts } from './rules.ts';

const READS = { base: /^TK-BASE-[UR]$/, care: /^TK-CARE-[123]$/ } as const satisfies Record<TekunPart, RegExp>;

const assessed = (
  decided: Result<Decision, 'PARAM_MISSING'>,
  urbanRural: 'urban' | 'rural',
): Result<Assessed, 'PARAM_MISSING'> => {
  if (!decided.ok) return decided;
  const { outcome, amountFen } = decided.value;
  const eligible = outcome === 'undetermined' ? null : outcome === 'eligible';
  return ok({ eligible, amountFen: amountFen ?? 0, urbanRural, persons: 1 });
};

for (const part of Object.keys(tekunParts) as TekunPart[])
  defineRehearsal<TekunFacts>({
    programme: tekunParts[part],
    module: import.meta.url,
    reads: (key) => READS[part].test(key),
    // 5.10 names the basic standard; the care tiers follow the minimum wage.
    neverLowered: (key) => part === 'base' && READS.base.test(key),
    soundness: part === 'base' ? tekunMultiples : [],
    assess: (facts, parameters, month) => assessed(determineTekun(facts, parameters, firstDayOf(month)), facts.urbanRural),
    decide: (facts, parameters, month) => determineTekun(facts, parameters, firstDayOf(month)),
    atStandard: {
      needsFacts: true,
      assess: ({ facts, division }, parameters, month) =>
        assessed(partAtStandard(part, { ...facts!, division }, parameters, month), facts!.urbanRural),
      decide: ({ facts, division }, parameters, month) => partAtStandard(part, { ...facts!, division }, parameters, month),
    },
  });
