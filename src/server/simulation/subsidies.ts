/** 残疾人两项补贴 acted out: applications at the window, certificates as the federation's data tell of them. */
import { sql } from '../../database/sql.ts';
import { recordCertificate } from '../../domains/disability/certificate/record.ts';
import { findByIdNumber } from '../../kernel/resident/server.ts';
import type { PlainDate } from '../../kernel/schema/index.ts';
import { act, openCase } from '../../kernel/service/server.ts';
import { knownOf } from '../../simulate/known.ts';
import type { Play, SimulatedCity } from '../../simulate/replay.ts';
import type { Ask, Certificate, TrueFamily, TruePerson } from '../../simulate/world.ts';

const CATEGORIES = ['sight', 'hearing', 'speech', 'physical', 'intellectual', 'mental'];
const KINDS = ['living', 'nursing'] as const;
/** Nothing is done with what the platform itself says cannot be asked for now. */
const IN_VAIN = ['SUBSIDY_DRAWN', 'SUBSIDY_TEKUN', 'CERTIFICATE_EXPIRED', 'SAME_APPLICATION_OPEN', 'SUBSIDY_ELSEWHERE'];

const numberOf = (person: TruePerson, { category, level }: Certificate): string =>
  `${person.idNumber}${CATEGORIES.indexOf(category) + 1}${level}`;

const recordOf = (person: TruePerson, certificate: Certificate) => ({
  number: numberOf(person, certificate),
  category: certificate.category,
  level: String(certificate.level) as '1' | '2' | '3' | '4',
  issuedOn: certificate.issuedOn,
  validTo: certificate.validTo,
  state: 'valid' as const,
});

async function apply(city: SimulatedCity, family: TrueFamily, ask: Ask): Promise<void> {
  const appliedOn = city.today();
  const person = family.people.find((p) => p.ref === ask.person)!;
  const known = knownOf(family, { on: appliedOn, checks: city.checksOf(family) }).people.find((p) => p.person === person);
  const certificate = known?.certificate;
  if (!known?.alive || !certificate) return;
  const what = `${family.key} subsidies of ${person.ref}`;
  const [township, county] = [`${family.division.slice(0, 9)}000`, `${family.division.slice(0, 6)}000000`];
  const wanted = ask.kinds?.length === 1 ? ask.kinds[0]! : 'both';
  const clerk = await city.staff('township-clerk', township);
  const opened = await openCase(city.context, clerk, {
    itemId: wanted === 'nursing' ? 'DB-02' : 'DB-01',
    channel: 'window',
    form: {
      applicant: {
        name: person.name,
        idNumber: person.idNumber,
        phone: `138${person.idNumber.slice(9, 17)}`,
        division: family.division,
      },
      wanted,
      certificateNumber: numberOf(person, certificate),
      account: { bank: '咸宁农村商业银行', number: `62188${person.idNumber.slice(6, 17)}`, holder: person.name },
      papers: [],
      consent: true,
    },
    requestId: city.requestId(),
  });
  if (!opened.ok && IN_VAIN.includes(opened.code)) return;
  let kase = city.must(`${what} submit`, opened);
  kase = await city.act(what, clerk, { kase, action: 'accept' });
  city.on(city.workday(1), async () => {
    kase = await city.act(what, clerk, {
      kase,
      action: 'passInitial',
      input: {
        longTermCare: certificate.longTermCare ? 'yes' : 'no',
        careBasis: '入户了解日常起居',
        others: [],
        opinion: '户籍、账户属实。',
      },
    });
    kase = await city.act(what, await city.staff('federation-officer', county), {
      kase,
      action: 'certify',
      input: { ...recordOf(person, certificate), opinion: '与残联登记一致。' },
    });
  });
  city.on(city.workday(3), async () => {
    const confirmer = await city.staff('county-confirmer', county);
    for (const action of ['approve', 'refuse']) {
      const done = await act(city.context, confirmer, {
        caseId: kase.id,
        version: kase.version,
        action,
        requestId: city.requestId(),
        input: { opinion: '按核算结果决定。' },
      });
      if (!done.ok && done.code === 'SUBSIDY_NONE_ELIGIBLE') continue;
      city.must(`${what} ${action}`, done);
      break;
    }
    const drawn = await city.context.read(city.system, (tx) =>
      tx.rows<{ programme: string }>(
        sql`select e.programme from entitlement e join service_case c on c.applicant_person_id = e.person_id where c.id = ${kase.id} and e.programme like 'disability-%'`,
      ),
    );
    for (const kind of KINDS)
      if (wanted === 'both' || wanted === kind)
        city.note({
          family: family.key,
          benefit: `disability-${kind}`,
          person: person.ref,
          kind: drawn.some((d) => d.programme === `disability-${kind}`) ? 'granted' : 'refused',
          openedOn: appliedOn,
          checkedOn: null,
          decidedOn: city.today(),
        });
  });
}

/** The federation tells of a new certificate on the day on which it is told; of people whom nobody knows yet it tells nothing. */
async function tellCertificate(
  city: SimulatedCity,
  family: TrueFamily,
  person: TruePerson,
  certificate: Certificate,
): Promise<void> {
  const recorded = await city.context.write(city.system, async (tx) => {
    const found = await findByIdNumber(tx, person.idNumber);
    if (!found) return null;
    return recordCertificate(tx, {
      personId: found.id,
      division: family.division,
      certificate: recordOf(person, certificate),
      idNumber: person.idNumber,
      since: certificate.issuedOn,
      source: '残联',
    });
  });
  if (recorded) city.must(`${family.key} certificate of ${person.ref}`, recorded);
  city.tellToday();
}

export function subsidyPlay(): Play {
  return {
    begin(city, family) {
      for (const ask of family.asks) if (ask.item === 'subsidies') city.on(ask.on, () => apply(city, family, ask));
      for (const person of family.people)
        for (const { value, told } of person.certificates) {
          const on: PlainDate | null = told.on;
          if (on && on >= city.today()) city.onAnyDay(on, () => tellCertificate(city, family, person, value));
        }
    },
  };
}
