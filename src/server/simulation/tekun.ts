/**
 * 特困人员救助供养 acted out: from the application to the first care agreement, the yearly reviews that the platform opens, and re-assessments when
 * somebody can do less than before.
 */
import { sql } from '../../database/sql.ts';
import { ageOn, plusDays } from '../../kernel/calendar/index.ts';
import type { PlainDate } from '../../kernel/schema/index.ts';
import { act, type CaseReceipt, openCase } from '../../kernel/service/server.ts';
import { knownOf } from '../../simulate/known.ts';
import type { Play, SimulatedCity } from '../../simulate/replay.ts';
import type { Ask, Step, TrueFamily, TruePerson } from '../../simulate/world.ts';
import { prepareDepartments, versionOf } from './departments.ts';
import { visitOf } from './family.ts';
import { applicationOf, refsOf } from './form.ts';

const ITEM = 'SA-03';
const CHANGE = 'SA-04';
const NOTICE_DAYS = 7;
const CARER = { name: '咸宁市暖心照料服务中心', number: '6217700000009902' };
const SIX = ['eating', 'dressing', 'bed', 'toilet', 'walking', 'bathing'] as const;

const unableOn = (person: TruePerson, on: PlainDate): number =>
  person.unableTo.findLast((s) => s.from <= on && (s.to === null || s.to >= on))?.value ?? 0;

const assessmentOf = (person: TruePerson, on: PlainDate): Record<string, unknown> => ({
  assessedOn: on,
  ...Object.fromEntries(SIX.map((item, i) => [item, i >= SIX.length - unableOn(person, on) ? 'no' : 'yes'])),
  organisation: '县民政局',
  assessors: [{ name: '李建国' }, { name: '陈秀兰' }],
  personOpinion: '没有意见。',
});

function noter(city: SimulatedCity, family: TrueFamily, person: TruePerson, openedOn: PlainDate) {
  return (benefit: 'tekun' | 'tekun-care', kind: Step['kind'], checkedOn: PlainDate | null = null): void =>
    city.note({ family: family.key, benefit, person: person.ref, kind, openedOn, checkedOn, decidedOn: city.today() });
}

/** Whom the county recognised, by the case of it. */
type Recognised = Map<string, { family: TrueFamily; person: TruePerson }>;

async function apply(city: SimulatedCity, family: TrueFamily, ask: Ask, granted: Recognised): Promise<void> {
  const appliedOn = city.today();
  const person = family.people.find((p) => p.ref === ask.person)!;
  const known = knownOf(family, { on: appliedOn, checks: [] });
  const living = known.people.filter((p) => p.alive);
  if (!living.some((p) => p.person === person)) return;
  const what = `${family.key} ${ITEM}`;
  const [township, county] = [`${family.division.slice(0, 9)}000`, `${family.division.slice(0, 6)}000000`];
  const refs = refsOf(
    living.map((p) => p.person.ref),
    ask.person,
  );
  const clerk = await city.staff('township-clerk', township);
  const consents: { member: string; signature: string }[] = [];
  for (const { person: adult } of living.filter((p) => ageOn(p.person.birthDate, appliedOn) >= 18))
    consents.push({ member: refs.get(adult.ref)!, signature: await city.upload(clerk, 'consent') });
  const { obligors: _, expenses: __, ...form } = applicationOf(family, { ...known, people: living }, refs, { consents });
  const opened = await openCase(city.context, clerk, {
    itemId: ITEM,
    channel: 'window',
    form: { ...form, obligors: [], expenses: [], tekun: { supporters: [], childScheme: 'none', wish: 'home' } },
    requestId: city.requestId(),
  });
  let kase: CaseReceipt = city.must(`${what} submit`, opened);
  const note = noter(city, family, person, appliedOn);
  const go = async (
    by: Parameters<SimulatedCity['staff']>[0],
    division: string,
    action: string,
    input: Record<string, unknown> = {},
  ) => {
    kase = await city.act(what, await city.staff(by, division), { kase, action, input });
  };
  await go('township-clerk', township, 'accept');
  let checkedOn: PlainDate | null = null;
  city.on(city.workday(1), async () => {
    await go('township-clerk', township, 'startSurvey');
    await prepareDepartments(city, family);
    await go('verification-officer', county, 'startCheck');
    checkedOn = city.today();
    city.checked(family);
  });
  city.on(city.workday(3), async () => {
    await go('verification-officer', county, 'issueReport');
    const seen = { respondent: person.name, findings: '独居，没有子女，靠邻居接济。' };
    await go('township-clerk', township, 'recordVisit', await visitOf(city, clerk, seen));
    await go('township-clerk', township, 'verifySupporters', { supporters: [], basis: '查阅户籍档案并向邻居核实。' });
    await go('township-clerk', township, 'submitForReview', { opinion: '情况属实，请审核。' });
    await go('township-leader', township, 'giveOpinion', { opinion: '按核算结果办理。' });
    const posted = kase.state === 'toPost';
    if (posted) await go('township-clerk', township, 'postNotice', { place: '村（居）委会公示栏' });
    city.on(posted ? plusDays(city.today(), NOTICE_DAYS + 1) : city.workday(1), async () => {
      if (posted) kase = await versionOf(city, kase);
      await go('township-clerk', township, 'fileToCounty');
      city.on(city.workday(2), decide);
    });
  });
  const decide = async (): Promise<void> => {
    const official = await city.staff('county-clerk', county);
    const spotted = await act(city.context, official, {
      caseId: kase.id,
      version: kase.version,
      action: 'recordCountyVisit',
      requestId: city.requestId(),
      input: await visitOf(city, official, { respondent: person.name, findings: '县级入户抽查，情况一致。' }),
    });
    if (spotted.ok) kase = spotted.value;
    const confirmer = await city.staff('county-confirmer', county);
    const base = { caseId: kase.id, version: kase.version };
    const confirmed = await act(city.context, confirmer, {
      ...base,
      action: 'confirm',
      requestId: city.requestId(),
      input: { opinion: '按核算结果决定。', wish: 'home' },
    });
    if (!confirmed.ok && confirmed.code === 'OUTCOME_NOT_ELIGIBLE') {
      await go('county-confirmer', county, 'refuse', { opinion: '不符合条件。' });
      return note('tekun', 'refused', checkedOn);
    }
    kase = city.must(`${what} confirm`, confirmed);
    note('tekun', 'granted', checkedOn);
    granted.set(kase.id, { family, person });
    city.on(city.workday(2), async () => {
      if (kase.state !== 'assessing') return;
      await go('county-clerk', county, 'recordAssessment', assessmentOf(person, city.today()));
      note('tekun-care', 'reviewed');
      await go('township-clerk', township, 'arrangeHome', {
        bank: '咸宁农村商业银行',
        phone: '13972800990',
        carer: 'provider',
        name: CARER.name,
        number: CARER.number,
        relation: '签约服务单位',
        waitingReason: 'no-care-bed',
        duties: '料理日常起居和饮食，打扫卫生，陪同看病取药，夜间照看。',
        signedOn: city.today(),
        signature: await city.upload(clerk, 'agreement-signature'),
      });
    });
  };
}

/** Reported by the village, assessed within the ten working days. */
async function regrade(city: SimulatedCity, family: TrueFamily, person: TruePerson): Promise<void> {
  if (person.death?.told.on && person.death.told.on <= city.today()) return;
  const openedOn = city.today();
  const what = `${family.key} ${CHANGE}`;
  const [township, county] = [`${family.division.slice(0, 9)}000`, `${family.division.slice(0, 6)}000000`];
  const clerk = await city.staff('township-clerk', township);
  const opened = await openCase(city.context, clerk, {
    itemId: CHANGE,
    channel: 'window',
    form: {
      person: { name: person.name, idNumber: person.idNumber, division: family.division },
      kind: 'grade',
      detail: '近来行动更加不便，要人照料。',
    },
    requestId: city.requestId(),
  });
  if (!opened.ok && opened.code === 'TEKUN_NOT_FOUND') return;
  // The yearly review is under way: told again when it is done, if it has not seen the change itself.
  if (!opened.ok && opened.code === 'SAME_APPLICATION_OPEN') {
    city.on(city.workday(5), () => regrade(city, family, person));
    return;
  }
  let kase = city.must(`${what} submit`, opened);
  kase = await city.act(what, clerk, { kase, action: 'accept' });
  city.on(city.workday(3), async () => {
    await city.act(what, await city.staff('county-clerk', county), {
      kase,
      action: 'recordAssessment',
      input: assessmentOf(person, city.today()),
    });
    noter(city, family, person, openedOn)('tekun-care', 'reviewed');
  });
}

/** Somebody sees the person, asks the wish again, and sends for an assessment where the person has been seen to do less. Death has been told before. */
async function reviewYearly(
  city: SimulatedCity,
  { family, person }: { family: TrueFamily; person: TruePerson },
  given: CaseReceipt,
) {
  const what = `${family.key} ${CHANGE} yearly`;
  // Nobody is seen alive who is not: the case waits until the death is told, and that ends it.
  if (person.death && person.death.on <= city.today()) return;
  await city.act(what, await city.staff('township-clerk', `${family.division.slice(0, 9)}000`), {
    kase: await versionOf(city, given),
    action: 'recordYearly',
    input: {
      seenOn: city.today(),
      means: 'no',
      obligor: 'no',
      capacity: 'no',
      care: 'same',
      wish: 'home',
      note: '见到本人，情况和认定时一样。',
    },
  });
}

export function tekunPlay(): Play {
  const granted: Recognised = new Map();
  const seen = new Set<string>();
  return {
    begin(city, family) {
      for (const ask of family.asks) if (ask.item === 'tekun') city.on(ask.on, () => apply(city, family, ask, granted));
      for (const person of family.people)
        for (const { told } of person.unableTo) {
          const { on } = told;
          if (on && on >= city.today())
            city.on(on, async () => {
              if ([...granted.values()].some((g) => g.person === person)) await regrade(city, family, person);
            });
        }
    },
    async daily(city) {
      const open = await city.context.read(city.system, (tx) =>
        tx.rows<CaseReceipt & { origin: string }>(sql`select c.id, c.version, c.state, p.case_id as origin
          from service_case c join tekun_profile p on p.person_id = c.applicant_person_id and p.state <> 'ended'
          where c.item_id = ${CHANGE} and c.open and c.state = 'submitted' and 'review-periodic' = any(c.flags) order by c.id limit 5000`),
      );
      for (const yearly of open) {
        const known = granted.get(yearly.origin);
        if (!known || seen.has(yearly.id)) continue;
        seen.add(yearly.id);
        const desk = city.of(known.family);
        desk.on(city.workday(3), () => reviewYearly(desk, known, yearly));
      }
    },
  };
}
