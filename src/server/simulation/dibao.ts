/** 低保 acted out: applications from the counter to the county's decision, reports of the family, and every review that the platform opens. */
import { sql } from '../../database/sql.ts';
import { openDiscrepancies } from '../../domains/social-assistance/verification/server.ts';
import { ageOn, plusDays } from '../../kernel/calendar/index.ts';
import type { PlainDate } from '../../kernel/schema/index.ts';
import { act, type CaseReceipt, openCase } from '../../kernel/service/server.ts';
import { type KnownPerson, knownOf, reportsOf } from '../../simulate/known.ts';
import type { Play, SimulatedCity } from '../../simulate/replay.ts';
import type { Ask, Step, TrueFamily } from '../../simulate/world.ts';
import { prepareDepartments, reasonsOf, versionOf } from './departments.ts';
import { applicationOf, newFactsOf, refsOf } from './form.ts';

const ITEM = 'SA-01';
const REVIEW = 'SA-02';
const ADULT = 18;
const NOTICE_DAYS = 7;

interface Known {
  readonly family: TrueFamily;
  readonly refs: ReadonlyMap<string, string>;
  /** Who draws the money, where it is not the one who applied. */
  payee?: string;
}

const townshipOf = (family: TrueFamily): string => `${family.division.slice(0, 9)}000`;
const countyOf = (family: TrueFamily): string => `${family.division.slice(0, 6)}000000`;

const adults = (known: readonly KnownPerson[], on: PlainDate): KnownPerson[] =>
  known.filter((p) => p.alive && ageOn(p.person.birthDate, on) >= ADULT);

/** Every difference that the departments show is true: this city's departments do not err. */
async function disposeAll(
  city: SimulatedCity,
  what: string,
  clerk: Awaited<ReturnType<SimulatedCity['staff']>>,
  given: CaseReceipt,
) {
  let kase = given;
  for (;;) {
    const [open] = await city.context.read(clerk, (tx) => openDiscrepancies(tx, kase.id));
    if (!open) return kase;
    kase = await city.act(what, clerk, {
      kase,
      action: 'disposeDiscrepancy',
      input: { id: open.id, disposition: 'adjusted', reason: '家庭承认，按查得的计算' },
    });
  }
}

/** One application, desk by desk, about as fast as a township works. */
async function apply(city: SimulatedCity, granted: Map<string, Known>, family: TrueFamily, ask: Ask): Promise<void> {
  const what = `${family.key} ${ITEM}`;
  const appliedOn = city.today();
  const known = knownOf(family, { on: appliedOn, checks: city.checksOf(family) });
  const living = known.people.filter((p) => p.alive);
  if (!living.some((p) => p.person.ref === ask.person)) return;
  const refs = refsOf(
    living.map((p) => p.person.ref),
    ask.person,
  );
  const [township, county] = [townshipOf(family), countyOf(family)];
  const clerk = await city.staff('township-clerk', township);
  const consents: { member: string; signature: string }[] = [];
  for (const adult of adults(living, appliedOn))
    consents.push({ member: refs.get(adult.person.ref)!, signature: await city.upload(clerk, 'consent') });
  const form = applicationOf(family, { ...known, people: living }, refs, consents);
  const opened = await openCase(city.context, clerk, { itemId: ITEM, channel: 'window', form, requestId: city.requestId() });
  let kase = city.must(`${what} submit`, opened);
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
    await go('township-clerk', township, 'recordVisit', {
      on: city.today(),
      surveyors: [{ name: '李建国' }, { name: '陈秀兰' }],
      respondent: form.applicant.name,
      living: 'consistent',
      findings: '住房和生活状况与申报一致，邻里反映属实。',
      signature: await city.upload(clerk, 'visit-signature'),
    });
    await go('verification-officer', county, 'issueReport');
    kase = await disposeAll(city, what, clerk, kase);
    await go('township-clerk', township, 'submitForReview', { opinion: '经核对和入户调查，情况属实。' });
    await go('township-leader', township, 'giveOpinion', { opinion: '按核算结果办理。' });
    const posted = kase.state === 'toPost';
    if (posted) await go('township-clerk', township, 'postNotice', { place: '村（居）委会公示栏' });
    city.on(posted ? plusDays(city.today(), NOTICE_DAYS + 1) : city.workday(1), async () => {
      // The timer has ended the notice.
      if (posted) kase = await versionOf(city, kase);
      await go('township-clerk', township, 'fileToCounty');
      city.on(city.workday(2), decide);
    });
  });
  const decide = async (): Promise<void> => {
    const confirmer = await city.staff('county-confirmer', county);
    for (const action of ['confirm', 'recognise', 'refuse']) {
      const done = await act(city.context, confirmer, {
        caseId: kase.id,
        version: kase.version,
        action,
        requestId: city.requestId(),
        input: { opinion: '按核算结果决定。' },
      });
      const other = !done.ok && ['OUTCOME_NOT_ELIGIBLE', 'OUTCOME_RECOGNITION', 'OUTCOME_ELIGIBLE'].includes(done.code);
      if (other && action !== 'refuse') continue;
      if (!done.ok && done.code === 'NOTICE_MISSING') {
        // Computed otherwise than the township did (somebody died meanwhile): back to be posted.
        return;
      }
      city.must(`${what} ${action}`, done);
      const kind = action === 'confirm' ? 'granted' : 'refused';
      const said = kind === 'refused' ? await reasonsOf(city, kase.id) : '';
      note(city, family, { kind, openedOn: appliedOn, checkedOn, said });
      if (action === 'confirm') granted.set(kase.id, { family, refs });
      return;
    }
  };
}

const note = (
  city: SimulatedCity,
  family: TrueFamily,
  step: Pick<Step, 'kind' | 'openedOn' | 'checkedOn'> & Partial<Step>,
): void => city.note({ family: family.key, benefit: 'dibao', person: null, decidedOn: city.today(), ...step });

interface OpenReview extends CaseReceipt {
  kind: string;
  origin: string;
  openedOn: PlainDate;
}

/** One review, from the task to the decision: asked anew where it must be, written down as it is known, heard, decided by somebody else. */
async function review(city: SimulatedCity, known: Known, open: OpenReview, reported: boolean): Promise<void> {
  const { family, refs } = known;
  const what = `${family.key} ${REVIEW} ${open.kind}`;
  const [township, county] = [townshipOf(family), countyOf(family)];
  const clerk = await city.staff('township-clerk', township);
  let kase: CaseReceipt = open;
  let [checkedOn, factsOn]: [PlainDate | null, PlainDate | null] = [null, null];
  const go = async (actor: typeof clerk, action: string, input: Record<string, unknown> = {}) => {
    kase = await city.act(what, actor, { kase, action, input });
  };
  const record = async (): Promise<void> => {
    factsOn = city.today();
    const now = knownOf(family, { on: factsOn, checks: city.checksOf(family) });
    await go(clerk, 'recordFacts', { ...newFactsOf(now, refs, { validFrom: factsOn, source: '家庭报告并核实' }) });
  };
  /** Who drew the money is dead: another of the family does from now on. */
  const mindPayee = async (): Promise<void> => {
    const payee = known.payee ?? 'p0';
    if (!family.people.some((p) => p.ref === payee && p.death?.told.on && p.death.told.on <= city.today())) return;
    const heirs = knownOf(family, { on: city.today(), checks: [] }).people.filter((p) => p.alive && refs.has(p.person.ref));
    const heir = adults(heirs, city.today())[0] ?? heirs[0];
    if (!heir) return;
    known.payee = heir.person.ref;
    await go(clerk, 'changePayee', {
      member: refs.get(heir.person.ref)!,
      bank: '咸宁农村商业银行',
      number: `62177${heir.person.idNumber.slice(6, 17)}`,
    });
  };
  const propose = async (): Promise<void> => {
    await mindPayee();
    await go(clerk, 'proposeChange', { opinion: '按核算结果提出。', refusing: '' });
    city.on(city.workday(1), async () => {
      if (kase.state === 'hearing')
        await go(clerk, 'recordHearing', {
          heldOn: city.today(),
          way: 'phone',
          person: '家属',
          stand: 'agree',
          statement: '没有意见',
        });
      await go(await city.staff('county-confirmer', county), 'decide', { opinion: '同意。' });
      note(city, family, {
        kind: 'reviewed',
        openedOn: open.openedOn,
        checkedOn,
        ground: open.kind,
        ...(factsOn ? { factsOn } : {}),
      });
    });
  };
  if (open.kind !== 'periodic' && open.kind !== 'warning') {
    if (reported) await record();
    return propose();
  }
  const today = city.today();
  const living = knownOf(family, { on: today, checks: city.checksOf(family) }).people.filter(
    (p) => p.alive && refs.has(p.person.ref),
  );
  const consents: { member: string; signature: string }[] = [];
  for (const adult of adults(living, today))
    consents.push({ member: refs.get(adult.person.ref)!, signature: await city.upload(clerk, 'consent') });
  // The family says how it lives before the departments are asked.
  await record();
  await go(clerk, 'requestCheck', { consents });
  await prepareDepartments(city, family);
  await go(await city.staff('verification-officer', county), 'startCheck');
  checkedOn = city.today();
  city.checked(family);
  city.on(city.workday(2), async () => {
    await go(await city.staff('verification-officer', county), 'issueReport');
    kase = await disposeAll(city, what, clerk, kase);
    await propose();
  });
}

export function dibaoPlay(): Play {
  const granted = new Map<string, Known>();
  const underway = new Set<string>();
  /** Families that have something to report, and have not been listened to yet. */
  const reporting = new Set<string>();

  const report = async (city: SimulatedCity, family: TrueFamily, told: ReturnType<typeof reportsOf>[number]): Promise<void> => {
    const [caseId] = [...granted].find(([, known]) => known.family === family) ?? [];
    if (!caseId) return;
    const person = family.people.find((p) => p.ref === told.person)!;
    reporting.add(family.key);
    const clerk = await city.staff('township-clerk', townshipOf(family));
    const opened = await openCase(city.context, clerk, {
      itemId: REVIEW,
      channel: 'window',
      form: {
        name: person.name,
        idNumber: person.idNumber,
        change: told.change,
        happenedOn: city.today(),
        detail: '',
        papers: [],
      },
      requestId: city.requestId(),
    });
    if (opened.ok) return;
    // Somebody looks at the family already, and may have written down what was so before: told again when that is done.
    if (opened.code === 'SAME_APPLICATION_OPEN') {
      city.on(city.workday(5), () => report(city, family, told));
      return;
    }
    // Nothing is paid any more.
    reporting.delete(family.key);
    if (opened.code !== 'REVIEW_NO_BENEFIT') city.must(`${family.key} report`, opened);
  };

  return {
    begin(city, family) {
      for (const ask of family.asks)
        if (ask.item === 'dibao' && !ask.single) city.on(ask.on, () => apply(city, granted, family, ask));
      for (const told of reportsOf(family)) if (told.on >= city.today()) city.on(told.on, () => report(city, family, told));
    },
    async daily(city) {
      const open = await city.context.read(city.system, (tx) =>
        tx.rows<OpenReview>(sql`select c.id, c.version, c.state, r.kind, r.opened_on, d.case_id as origin
          from benefit_review r join service_case c on c.id = r.case_id
          join entitlement_version v on v.entitlement_id = r.entitlement_id and v.no = 1 join decision d on d.id = v.decision_id
          where r.change is null and c.state = 'open' order by r.opened_on, r.case_id limit 5000`),
      );
      for (const review_ of open) {
        const known = granted.get(review_.origin);
        if (!known || underway.has(review_.id)) continue;
        underway.add(review_.id);
        const { family } = known;
        city.on(city.workday(1), async () => {
          const reported = reporting.delete(family.key) || review_.kind === 'change';
          await review(city, known, { ...review_, ...(await versionOf(city, review_)) }, reported);
        });
      }
    },
  };
}
