/**
 * A register of households in payment, for measuring: each with its entitlement, one version with sealed facts, a member and an account,
 * written by COPY as granting writes them. Persons are left out (their foreign keys are taken away): nothing measured here reads them.
 */
import { caring, coupleWith, D26, family, familyW1, monthly, person } from '../src/domains/social-assistance/dibao/fixtures.ts';
import { redetermineDibao } from '../src/domains/social-assistance/dibao/rules.ts';
import type { FamilyFacts } from '../src/domains/social-assistance/family/facts.ts';
import { factsPlace } from '../src/kernel/payment/server.ts';
import { makeKeyRing } from '../src/kernel/protect/server.ts';
import { copyInto, copyLine } from '../src/simulate/copy.ts';
import { makeRandom } from '../src/simulate/random.ts';
import { type BenchCity, since, withOwner, withoutIndexes } from './make-city.ts';

const FROM = '2026-08';
const JUDGED = '2026-07-10';

const TABLES = {
  decision:
    'id, case_id, kind, division, person_id, as_of, rule_name, rule_version, outcome, amount_fen, effective_month, parameter_ids, content, made_by, made_at',
  entitlement: 'id, programme, household_id, person_id, division, from_month, created_at, created_by',
  entitlement_member: 'entitlement_id, person_id, division, from_month',
  entitlement_version:
    'id, entitlement_id, no, from_month, amount_fen, breakdown, decision_id, parameter_ids, reason, division, person_id, known_since, recorded_by',
  entitlement_facts: 'version_id, entitlement_id, division, person_id, decision_id, facts',
  payout_account:
    'id, person_id, division, bank, holder, account, account_digest, digest_key, last4, valid_from, recorded_at, recorded_by',
} as const;
type Table = keyof typeof TABLES;

interface Template {
  facts: FamilyFacts;
  amountFen: number;
}

/** Families of one to five persons, with wages, land, children and illness: what their facts look like, a few hundred times over. */
function templates(): Template[] {
  const random = makeRandom(7);
  const all: FamilyFacts[] = [];
  for (let i = 0; i < 400; i++) {
    const income = random.between(0, 1500);
    const more = random.pick([
      () => coupleWith(income),
      () => familyW1(random.between(400, 2400)),
      () =>
        family([person('独居', 'self', { birthDate: '1958-04-12', employment: 'retired', workCapacity: 'none' })], {
          incomes: [
            monthly('独居', 'resident-pension', random.between(120, 420)),
            monthly('独居', 'land-rent', random.between(0, 150)),
          ],
          farms: [{ member: '独居', kind: 'rice', scale: '1.5' }],
        }),
      () =>
        family(
          [
            person('母亲', 'self'),
            person('长子', 'child', { birthDate: '2012-05-01', student: 'school', employment: null, workCapacity: null }),
            person('次女', 'child', { birthDate: '2017-05-01', student: 'school', employment: null, workCapacity: null }),
            person('外婆', 'parent', { birthDate: '1950-01-15', ...caring, workCapacity: 'none', seriousIllness: true }),
          ],
          {
            incomes: [monthly('母亲', 'wage', random.between(600, 2400)), monthly('外婆', 'resident-pension', 190)],
            expenses: [{ member: '外婆', class: 'medical', totalFen: random.between(1000, 9000) * 100, reimbursedFen: 50000 }],
          },
        ),
    ])();
    all.push({ ...more, urbanRural: random.chance(0.4) ? 'urban' : 'rural', applicationMonth: '2026-06', decisionDate: JUDGED });
  }
  return all.flatMap((facts) => {
    const decided = redetermineDibao(facts, D26, `${FROM}-01`);
    return decided.ok && decided.value.outcome === 'eligible' ? [{ facts, amountFen: decided.value.amountFen! }] : [];
  });
}

interface Award {
  programme: string;
  amountFen: number;
  from: string;
  village: string;
  family: boolean;
  facts: unknown;
}
/** What individuals receive by a standard. */
const OTHERS = [
  ['disability-living', 11000],
  ['disability-nursing', 12500],
  ['disability-living', 11000],
  ['disability-nursing', 12500],
  ['tekun', 119000],
] as const;

/** Takes away what ties these tables to persons, then fills them: families with 低保, and individuals (`others`) with the other monthly benefits; all in one `county` when it is named. */
export async function makeRegister(
  town: BenchCity,
  { households, others = 0, county = '' }: { households: number; others?: number; county?: string },
  log: (line: string) => void,
): Promise<number> {
  const started = performance.now();
  const ownerUrl = town.cluster.url('minzheng_owner');
  const keys = makeKeyRing(town.keyFile);
  const made = templates();
  const villages = town.city.divisions.all.filter((d) => d.level === 'village' && d.code.startsWith(county.slice(0, 6)));
  await withOwner(ownerUrl, async (client) => {
    for (const [table, name] of [
      ['entitlement', 'entitlement_household_fkey'],
      ['entitlement', 'entitlement_person_fkey'],
      ['entitlement_member', 'entitlement_member_person_fkey'],
      ['payout_account', 'payout_account_person_fkey'],
    ])
      await client.query(`alter table ${table} drop constraint ${name}`);
  });
  await withoutIndexes(ownerUrl, Object.keys(TABLES), () =>
    withOwner(ownerUrl, async (client) => {
      const random = makeRandom(11);
      let lines: Record<Table, string[]> = emptyLines();
      const at = '2026-07-20T04:00:00.000Z';
      // What the decision said is read only by those who open it.
      const content = keys.sealJson({ decision: null, facts: null }, 'bench');
      const put = async (last: boolean) => {
        if (lines.entitlement.length < 5_000 && !last) return;
        const ready = lines;
        lines = emptyLines();
        for (const table of Object.keys(TABLES) as Table[]) await copyInto(client, table, TABLES[table], ready[table]);
      };
      /** One award, its version by a decision, the facts that it follows from, and the account. */
      const add = (i: number, award: Award) => {
        const { programme, amountFen, from, village } = award;
        const [id, version, who, home, account, decision] = [1, 2, 3, 4, 5, 6].map(() => random.id(i % 4000)) as [
          string,
          string,
          string,
          string,
          string,
          string,
        ];
        const number = `6217${String(i).padStart(13, '0')}`;
        lines.decision.push(
          copyLine([
            decision,
            home,
            'final',
            village,
            who,
            JUDGED,
            programme,
            '2026-07',
            'eligible',
            amountFen,
            from,
            '{}',
            content,
            'bench',
            at,
          ]),
        );
        lines.entitlement.push(copyLine([id, programme, award.family ? home : null, who, village, from, at, 'bench']));
        lines.entitlement_member.push(copyLine([id, who, village, from]));
        lines.entitlement_version.push(
          copyLine([version, id, 1, from, amountFen, '[]', decision, '{}', '确认', village, who, at, 'bench']),
        );
        const facts = keys.sealJson(award.facts, factsPlace(version));
        lines.entitlement_facts.push(copyLine([version, id, village, who, decision, facts]));
        lines.payout_account.push(
          copyLine([
            account,
            who,
            village,
            '咸宁农商银行',
            `户主${i}`,
            keys.seal(number, `payout_account.account:${account}`),
            keys.digest('payout_account.account', number),
            keys.current,
            number.slice(-4),
            '2026-07-10',
            at,
            'bench',
          ]),
        );
      };
      for (let i = 0; i < households; i++) {
        const village = villages[i % villages.length]!.code;
        const { facts, amountFen } = made[i % made.length]!;
        add(i, { programme: 'dibao', amountFen, from: FROM, village, family: true, facts: { ...facts, division: village } });
        await put(false);
      }
      for (let i = 0; i < others; i++) {
        const village = villages[i % villages.length]!.code;
        const [programme, amountFen] = OTHERS[i % OTHERS.length]!;
        const facts = { division: village, urbanRural: i % 2 === 0 ? 'urban' : 'rural', care: null };
        add(households + i, { programme, amountFen, from: FROM, village, family: false, facts });
        await put(false);
      }
      await put(true);
    }),
  );
  await withOwner(ownerUrl, async (client) => {
    for (const table of Object.keys(TABLES)) await client.query(`vacuum (analyze) ${table}`);
  });
  log(`${households} households, ${others} individuals after ${since(started)} s`);
  return since(started);
}

const emptyLines = (): Record<Table, string[]> => ({
  decision: [],
  entitlement: [],
  entitlement_member: [],
  entitlement_version: [],
  entitlement_facts: [],
  payout_account: [],
});
