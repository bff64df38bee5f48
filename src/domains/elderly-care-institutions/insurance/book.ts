/** 责任险补贴 (EL-26): once for a policy of a year, by the beds that are insured and recorded. It is not put on notice. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { wholeParameters } from '../../../kernel/policy/server.ts';
import { fail, ok } from '../../../kernel/result/index.ts';
import { type PlainDate, Uuid } from '../../../kernel/schema/index.ts';
import { defineBook, linesEach, scheme } from '../../../kernel/subsidy/server.ts';
import { accountants, readers } from '../money/terms.ts';
import { findInstitution, lockInstitution } from '../register/store.ts';
import { findPolicy, type Policy } from './claims.ts';
import { insuranceSubsidy, isWholeYear } from './rules.ts';

/** The first day of the policy on which more people lived in the home than beds were insured; null: none up to today. */
const firstShort = (tx: Tx, policy: Policy): Promise<{ on: PlainDate; living: number } | null> =>
  tx.maybe<{ on: PlainDate; living: number }>(sql`select d::date as on, count(s.id)::int as living
    from generate_series(${policy.fromOn}::date, least(${policy.toOn}::date, ${tx.today}::date), interval '1 day') d
    join care_stay s on s.institution_id = ${policy.institutionId} and s.from_on <= d::date and (s.to_on is null or s.to_on > d::date)
    group by d having count(s.id) > ${policy.beds} order by d limit 1`);

export const insurance = scheme({
  key: 'care-home-insurance',
  zh: '责任险补贴',
  ask: {
    path: '',
    zh: '申请保险补贴',
    causes: '一张一年期的保单一次，按投保和备案床位少的算。',
    form: z.strictObject({ policy: Uuid.meta({ label: '哪张保单' }) }),
    async work(tx, given) {
      const found = await findPolicy(tx, given.policy);
      if (!found.ok) return found;
      const policy = found.value;
      const home = await lockInstitution(tx, policy.institutionId);
      if (!home.ok) return home;
      if (!isWholeYear(policy)) return fail('INSURE_SUBSIDY_YEAR');
      if (home.value.recordedBeds === 0) return fail('INSURE_SUBSIDY_UNRECORDED', { name: home.value.name });
      const { policyNo, fromOn, toOn } = policy;
      return ok({ body: home.value, own: true, term: policy.id, asked: { policyNo, fromOn, toOn } });
    },
  },
  days: { check: 'CARE-INSURE-DAYS', notice: null, pay: null },
  checks: { causes: '按投保和备案床位算出金额，由领导批准。', help: '看过保单和发票；不予补贴的写明原因' },
  /** On no day so far more people than insured beds. */
  async count(tx, of) {
    const [policy, home] = [await findPolicy(tx, of.term!), await findInstitution(tx, of.bodyId)];
    if (!policy.ok) return policy;
    if (!home.ok) return home;
    const short = await firstShort(tx, policy.value);
    if (short) return fail('INSURE_SUBSIDY_FEW', { ...short, beds: policy.value.beds });
    const set = await wholeParameters(tx, ['CARE-INSURE-PREMIUM', 'CARE-INSURE-SHARE'], of.division);
    if (!set.ok) return set;
    const norms = { premiumFen: set.value['CARE-INSURE-PREMIUM'], share: set.value['CARE-INSURE-SHARE'] };
    const { beds, fen } = insuranceSubsidy({ insured: policy.value.beds, recorded: home.value.recordedBeds }, norms);
    return ok({ fen, basis: { ...norms, countedBeds: beds }, nothing: fen > 0 ? null : '还没有备案的床位' });
  },
  lines: linesEach(({ asked, basis }) => [
    {
      key: 'policy',
      says: `保单${asked.policyNo}，${longDate(asked.fromOn as PlainDate)}到${longDate(asked.toOn as PlainDate)}`,
    },
    ...(basis?.countedBeds ? [{ key: 'beds', says: `按${basis.countedBeds}张床算` }] : []),
  ]),
  returns: { days: 'SUBSIDY-RETURN' },
});

export const insuranceBook = defineBook({
  url: '/api/care-insurance-subsidies',
  zh: '责任险补贴',
  lead: '一张一年期的保单一次，按投保和备案床位少的算；不公示，核过以后由领导批准。',
  by: { ask: accountants, read: readers },
  schemes: [insurance],
});
