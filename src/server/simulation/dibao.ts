/** 低保 acted out: applications from the counter to the county's decision, reports of the family, and every review that the platform opens. */
import { sql } from '../../database/sql.ts';
import { plusDays } from '../../kernel/calendar/index.ts';
import type { PlainDate } from '../../kernel/schema/index.ts';
import { act, type CaseReceipt, getCase, openCase } from '../../kernel/service/server.ts';
import { knownOf, type Report, reportsOf } from '../../simulate/known.ts';
import type { Play, SimulatedCity } from '../../simulate/replay.ts';
import type { Ask, TrueFamily } from '../../simulate/world.ts';
import { prepareDepartments, reasonsOf, versionOf } from './departments.ts';
import { consentsOf, countyOf, disposeAll, type Granted, type Household, note, townshipOf, visitOf } from './family.ts';
import { applicationOf, type Form, refsOf } from './form.ts';
import { type News, type OpenReview, review, tellChange } from './review.ts';

const ITEM = 'SA-01';
const NOTICE_DAYS = 7;

/** The files of the township, by the case in which they were opened: of who receives, and of who was recognised only. */
interface Files {
  readonly granted: Map<string, Granted>;
  readonly recognised: Map<string, Granted>;
  householdOf(family: TrueFamily): Household;
}

interface Applied {
  readonly kase: CaseReceipt;
  readonly file: Granted;
  readonly applicant: string;
  readonly openedOn: PlainDate;
  /** Of one that a review opened: when it was written down how the family lives. */
  readonly reviewed?: { readonly factsOn: PlainDate };
}

/** Somebody comes to the counter and asks. */
async function apply(city: SimulatedCity, files: Files, family: TrueFamily, ask: Ask): Promise<void> {
  const openedOn = city.today();
  const known = knownOf(family, { on: openedOn, checks: city.checksOf(family) });
  const living = known.people.filter((p) => p.alive);
  if (!living.some((p) => p.person.ref === ask.person)) return;
  const refs = refsOf(
    living.map((p) => p.person.ref),
    ask.person,
  );
  const clerk = await city.staff('township-clerk', townshipOf(family));
  const consents = await consentsOf(city, clerk, { living, refs });
  const form = applicationOf(family, { ...known, people: living }, refs, {
    consents,
    ...(ask.single ? { single: ask.single } : {}),
  });
  const opened = await openCase(city.context, clerk, { itemId: ITEM, channel: 'window', form, requestId: city.requestId() });
  const file = {
    family,
    refs,
    single: ask.single ? ask.person : null,
    household: files.householdOf(family),
  };
  await carry(city, files, {
    kase: city.must(`${family.key} ${ITEM} submit`, opened),
    file,
    applicant: form.applicant.name,
    openedOn,
  });
}

/** The application that a review has opened: who is meant by each row is read from it. */
async function goOn(
  city: SimulatedCity,
  files: Files,
  given: { kase: CaseReceipt; from: Granted; reviewedOn: PlainDate },
): Promise<void> {
  const { kase, from } = given;
  const form = await city.context.read(
    city.system,
    async (tx) => city.must('application', await getCase(tx, kase.id)).form as Form,
  );
  const personOf = new Map(from.family.people.map((p) => [p.idNumber, p.ref]));
  const rows = [form.applicant, ...form.members].map(
    (row, i) => [personOf.get(row.idNumber)!, i === 0 ? 'self' : `m${i}`] as const,
  );
  await carry(city, files, {
    kase,
    file: {
      family: from.family,
      refs: new Map(rows),
      single: null,
      household: from.household,
      // Who asks draws the money, whoever drew it before.
      payee: rows[0]![0],
    },
    applicant: form.applicant.name,
    openedOn: city.today(),
    reviewed: { factsOn: given.reviewedOn },
  });
}

/** One application, desk by desk, about as fast as a township works. */
async function carry(city: SimulatedCity, { granted, recognised }: Files, applied: Applied): Promise<void> {
  const { file, openedOn, reviewed } = applied;
  const { family, single } = file;
  const what = `${family.key} ${ITEM}${single ? ` of ${single} alone` : ''}${reviewed ? ' reclassified' : ''}`;
  const [township, county] = [townshipOf(file.household), countyOf(file.household)];
  const clerk = await city.staff('township-clerk', township);
  let { kase } = applied;
  const go = async (
    by: Parameters<SimulatedCity['staff']>[0],
    division: string,
    action: string,
    input: Record<string, unknown> = {},
  ) => {
    kase = await city.act(what, await city.staff(by, division), { kase, action, input });
  };
  const accepted = await act(city.context, clerk, {
    caseId: kase.id,
    version: kase.version,
    action: 'accept',
    requestId: city.requestId(),
    input: {},
  });
  // Who asked has died since: that closes it, and the review that follows looks at those who are left.
  if (!accepted.ok && accepted.code === 'APPLICANT_DIED')
    return go('township-clerk', township, 'terminate', { reason: '申请人去世。' });
  kase = city.must(`${what} accept`, accepted);
  let checkedOn: PlainDate | null = null;
  city.on(city.workday(1), async () => {
    await go('township-clerk', township, 'startSurvey');
    await prepareDepartments(city, family);
    await go('verification-officer', county, 'startCheck');
    checkedOn = city.today();
    city.checked(family);
  });
  city.on(city.workday(3), async () => {
    const findings = '住房和生活状况与申报一致，邻里反映属实。';
    await go('township-clerk', township, 'recordVisit', await visitOf(city, clerk, { respondent: applied.applicant, findings }));
    await go('verification-officer', county, 'issueReport');
    kase = await disposeAll(city, what, clerk, kase);
    await putForward();
  });
  /** The township's opinion, posted and handed up. */
  const putForward = async (): Promise<void> => {
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
  };
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
      if (!done.ok && (done.code === 'NOTICE_MISSING' || done.code === 'NOTICE_OTHER')) {
        // Computed otherwise than the township did (somebody died, a standard was published): back to be posted.
        await go('county-confirmer', county, 'returnToTownship', { reason: '重新核算后结果不同，请公示后再报。' });
        city.on(city.workday(1), putForward);
        return;
      }
      city.must(`${what} ${action}`, done);
      const kind = action === 'confirm' ? 'granted' : 'refused';
      const said = kind === 'refused' ? await reasonsOf(city, kase.id) : '';
      note(city, family, {
        kind,
        person: single,
        openedOn,
        checkedOn,
        said,
        ...(reviewed ? { ground: 'reclassified', factsOn: reviewed.factsOn } : {}),
      });
      if (action === 'confirm') granted.set(kase.id, file);
      if (action === 'recognise') recognised.set(kase.id, file);
      return;
    }
  };
}

export function dibaoPlay(): Play {
  const [granted, recognised] = [new Map<string, Granted>(), new Map<string, Granted>()];
  const fileOf = (family: TrueFamily): Granted | undefined =>
    [granted, recognised].flatMap((files) => [...files.values()].findLast((file) => file.family === family) ?? [])[0];
  const households = new Map<string, Household>();
  const householdOf = ({ key, division }: TrueFamily): Household => {
    const household = households.get(key) ?? { division, joined: new Map(), left: new Set() };
    households.set(key, household);
    return household;
  };
  const files: Files = { granted, recognised, householdOf };
  const underway = new Map<string, News>();
  /** The reviews that have sent a family on, by the case. */
  const sentOn = new Map<string, { from: Granted; reviewedOn: PlainDate }>();
  /** Families that have something to report, and have not been listened to yet. */
  const reporting = new Set<string>();

  const report = async (city: SimulatedCity, family: TrueFamily, told: Report): Promise<void> => {
    // The newest file: who received alone may have been taken in with the family.
    const known = fileOf(family);
    if (!known) return;
    reporting.add(family.key);
    const answer = await tellChange(city, known, told);
    // Somebody looks at the family already, and may have written down what was so before: written down again.
    if (answer === 'nothing-paid') reporting.delete(family.key);
    const looked = typeof answer === 'object' && underway.get(answer.caseId);
    if (looked) looked.more = reporting.delete(family.key);
    // Taken up the next day, also in a place so small that nothing else happens then.
    city.on(city.workday(1), async () => {});
  };

  return {
    begin(city, family) {
      for (const ask of family.asks) if (ask.item === 'dibao') city.on(ask.on, () => apply(city, files, family, ask));
      for (const told of reportsOf(family)) if (told.on >= city.today()) city.on(told.on, () => report(city, family, told));
    },
    async daily(city) {
      const open = await city.context.read(city.system, (tx) =>
        // The files of a family that came from another county are those of its first application.
        tx.rows<OpenReview>(sql`select c.id, c.version, c.state, r.kind, r.opened_on, coalesce(d.case_id, n.case_id) as origin
          from benefit_review r join service_case c on c.id = r.case_id
          left join benefit_move m on m.new_entitlement_id = r.entitlement_id
          left join entitlement_version v on v.entitlement_id = coalesce(m.old_entitlement_id, r.entitlement_id) and v.no = 1
          left join decision d on d.id = v.decision_id
          left join assistance_recognition n on n.id = r.recognition_id
          where c.item_id = 'SA-02' and c.open and r.change is null and c.state = 'open' order by r.opened_on, r.case_id limit 5000`),
      );
      for (const review_ of open) {
        const known = granted.get(review_.origin) ?? recognised.get(review_.origin);
        if (!known || underway.has(review_.id)) continue;
        const news = { more: false };
        underway.set(review_.id, news);
        const { family } = known;
        const desk = city.of(family);
        desk.on(city.workday(1), async () => {
          const reported = reporting.delete(family.key) || review_.kind === 'change';
          const benefit = granted.has(review_.origin) ? 'dibao' : 'edge';
          const open = { ...review_, ...(await versionOf(city, review_)), benefit } as const;
          await review(desk, known, open, {
            reported,
            news,
            sendsOn: (child, reviewedOn) => sentOn.set(child, { from: known, reviewedOn }),
          });
        });
      }
      for (const [id, given] of sentOn) {
        sentOn.delete(id);
        const desk = city.of(given.from.family);
        desk.on(city.workday(1), async () => goOn(desk, files, { kase: await versionOf(city, { id } as CaseReceipt), ...given }));
      }
    },
  };
}
