/** 低保 in a rehearsal: which standards it rests on, and what a family comes to in a month. Loaded by threads without a database. */
import { firstDayOf } from '../../../kernel/calendar/index.ts';
import { type Assessed, defineRehearsal } from '../../../kernel/rehearsal/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { FamilyFacts } from '../family/facts.ts';
import { withDeathsOf } from '../family/known-since.ts';
import { bandUnits } from './band-standards.ts';
import { bandSoundness } from './bands.ts';
import { assessDibao, assessRefused, type DibaoAssessed, redetermineDibao, redetermineRefused } from './rules.ts';

/** Everything that an income, an asset or a top-up is compared or multiplied with. */
const READS =
  /^(DB-STD-[UR]|DB-BANDS?-|TOP-|EDGE-RATIO$|FIN-LIMIT-(DIBAO|EDGE)$|MIN-WAGE$|EMP-COST$|LAB-|JOBSEEK-|MAINT-|PENSION-EXCL$|WINDOW$|CAR-FARM|HOUSE-|FIRM-CAPITAL$|FARM-RATE-|ROUND$)/;

defineRehearsal<FamilyFacts>({
  programme: 'dibao',
  module: import.meta.url,
  reads: (key) => READS.test(key),
  soundness: bandSoundness,
  offers: bandUnits,
  neverLowered: (key) => /^DB-STD-[UR]$/.test(key),
  decide: (facts, parameters, month) => redetermineRefused(facts, parameters, firstDayOf(month)),
  assess: (facts, parameters, month) => assessed(facts, assessRefused(facts, parameters, firstDayOf(month))),
  withLaterDeaths,
  receiving: {
    decide: (facts, parameters, month) => redetermineDibao(facts, parameters, firstDayOf(month)),
    assess: (facts, parameters, month) => assessed(facts, assessDibao(facts, parameters, firstDayOf(month))),
  },
});

function assessed({ urbanRural }: FamilyFacts, found: Result<DibaoAssessed, 'PARAM_MISSING'>): Result<Assessed, 'PARAM_MISSING'> {
  if (!found.ok) return found;
  const { outcome, ...rest } = found.value;
  return ok({ eligible: outcome === 'undetermined' ? null : outcome === 'eligible', urbanRural, ...rest });
}

/** 4.6: a month is what was decided for it without whoever had died by then, whatever has changed in the family since. */
function withLaterDeaths(facts: FamilyFacts, inForce: FamilyFacts): FamilyFacts | null {
  const known = withDeathsOf(facts, inForce);
  return known.members.some((m, i) => m.diedOn !== facts.members[i]!.diedOn) ? known : null;
}
