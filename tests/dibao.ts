/** A register of families by the standards of 2025, for rehearsals: whoever receives 低保 and whoever was refused it. */

import { caring, family, monthly, person } from '../src/domains/social-assistance/dibao/fixtures.ts';
import { determineDibao, redetermineDibao } from '../src/domains/social-assistance/dibao/rules.ts';
import type { FamilyFacts } from '../src/domains/social-assistance/family/facts.ts';
import { systemActor } from '../src/kernel/access/index.ts';
import { newId } from '../src/kernel/context/server.ts';
import { COUNTY, everywhere, VILLAGE } from '../src/kernel/payment/fixtures.ts';
import { grantEntitlement, recordPayoutAccount } from '../src/kernel/payment/server.ts';
import { allRows, loadParameters, makeParameters, parametersOf, saveDecision } from '../src/kernel/policy/server.ts';
import { accepted, register } from '../src/kernel/resident/fixtures.ts';
import { registerHousehold } from '../src/kernel/resident/server.ts';
import type { PlainDate, YearMonth } from '../src/kernel/schema/index.ts';
import type { freshContext } from './database.ts';

type City = Awaited<ReturnType<typeof freshContext>>;

export const nation = systemActor('test', '000000000000');
export const decided: PlainDate = '2025-12-10';

/** The standards of 2025 without end, as they were before those of 2026 were published. */
export async function standardsOf2025(at: City): Promise<void> {
  const rows = at.city.parameters
    .filter((row) => !(row.key.startsWith('DB-STD') && row.validFrom === '2026-01-01'))
    .map((row) => ({ ...row, validTo: row.key.startsWith('DB-STD') && row.validFrom === '2025-01-01' ? null : row.validTo }));
  await at.context.write(nation, (tx) =>
    loadParameters(
      tx,
      rows.map((row) => ({ ...row, floor: null, ceiling: null })),
    ),
  );
}

const hash = (text: string): number => [...text].reduce((h, c) => (h * 31 + c.charCodeAt(0)) | 0, 7);

export function familyRegister(city: City) {
  /** A family in payment since January, by the standards in force, with the facts of its decision. */
  async function receiving(names: string[], given: FamilyFacts, options: { from?: YearMonth; village?: string } = {}) {
    const village = options.village ?? VILLAGE;
    const facts: FamilyFacts = { ...given, division: village, applicationMonth: '2025-11', decisionDate: decided };
    const from = options.from ?? '2026-01';
    return city.context.write(everywhere, async (tx) => {
      const decision = accepted(redetermineDibao(facts, await parametersOf(tx), `${from}-01` as PlainDate));
      if (decision.outcome !== 'eligible') throw new Error('the family is to receive');
      const members: string[] = [];
      for (const name of names) members.push(await register(tx, { name, division: village }));
      const [holder] = members as [string, ...string[]];
      const household = accepted(
        await registerHousehold(tx, {
          from: '2025-01-01',
          headId: holder,
          division: village,
          urbanRural: 'urban',
          members: members.slice(1).map((personId) => ({ personId, relation: 'other' as const })),
        }),
      );
      accepted(
        await recordPayoutAccount(tx, {
          personId: holder,
          division: village,
          bank: '通城农商银行',
          number: `62170000001${String(Math.abs(hash(holder)) % 100000).padStart(5, '0')}`,
          holder: names[0]!,
        }),
      );
      const decisionId = await saveDecision(tx, {
        caseId: newId(),
        kind: 'final',
        division: village,
        personId: holder,
        decision,
        facts,
      });
      const entitlement = accepted(
        await grantEntitlement(tx, {
          programme: 'dibao',
          exclusiveGroups: ['basic-living'],
          householdId: household.id,
          personId: holder,
          division: village,
          memberIds: members,
          fromMonth: from,
          amountFen: decision.amountFen!,
          breakdown: [],
          decisionId,
          parameterIds: [],
        }),
      );
      return { id: entitlement.id, holder, decisionId, amountFen: decision.amountFen! };
    });
  }

  /** Somebody who was refused. */
  const refused = (given: FamilyFacts) =>
    city.context.write(everywhere, async (tx) => {
      const facts: FamilyFacts = { ...given, division: VILLAGE, applicationMonth: '2025-11', decisionDate: decided };
      const decision = accepted(determineDibao(facts, makeParameters(await allRows(tx)), '2026-01-05'));
      if (decision.outcome !== 'not-eligible') throw new Error('the family is to be refused');
      const personId = await register(tx, { name: '申请人', division: VILLAGE });
      return saveDecision(tx, { caseId: newId(), kind: 'final', division: VILLAGE, personId, decision, facts });
    });

  return { receiving, refused };
}

/** Standards of the county that are to be raised. */
export const raise = (urban: string, validFrom: PlainDate, rural?: string) => [
  { key: 'DB-STD-U', division: COUNTY, value: urban, unit: 'fen/month', validFrom },
  ...(rural ? [{ key: 'DB-STD-R', division: COUNTY, value: rural, unit: 'fen/month', validFrom }] : []),
];

/** 单人保: a severely disabled, jobless adult whose family as a whole is not below the standard. */
export const single = (): FamilyFacts =>
  family(
    [
      person('父亲', 'self', { birthDate: '1965-01-15', employment: 'retired' }),
      person('母亲', 'spouse', { birthDate: '1968-01-15', ...caring }),
      person('儿子', 'child', {
        birthDate: '1998-01-15',
        employment: 'unemployed',
        workCapacity: 'none',
        cannotLiveIndependently: true,
        disabilities: [{ type: 'physical', level: 1 }],
      }),
    ],
    { incomes: [monthly('父亲', 'employee-pension', 2460)], single: { applicant: '儿子', ground: 'disability' } },
  );
