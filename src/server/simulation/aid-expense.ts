/** 支出型 acted out: from the counter to the township's approval or the county's; of families that receive already only the bills are looked at. */
import { assistedAs, computeExpense } from '../../domains/social-assistance/temporary-aid/server.ts';
import { plusDays } from '../../kernel/calendar/index.ts';
import { ok } from '../../kernel/result/index.ts';
import type { PlainDate } from '../../kernel/schema/index.ts';
import { act, type CaseReceipt, openCase } from '../../kernel/service/server.ts';
import { knownOf } from '../../simulate/known.ts';
import type { SimulatedCity } from '../../simulate/replay.ts';
import type { Burden, TrueFamily } from '../../simulate/world.ts';
import { afterCheck, askAid, stagesOf } from './aid-emergency.ts';
import { holdConference } from './conference.ts';
import { prepareDepartments, reasonsOf, versionOf } from './departments.ts';
import { consentsOf, countyOf, disposeAll, townshipOf, visitOf } from './family.ts';
import { applicationOf, refsOf } from './form.ts';

const ITEM = 'SA-07';
const NOTICE_DAYS = 5;
const SECOND_STAGE_WORKDAYS = 10;

/** Where the family lives as far as anybody has told. */
function placed(city: SimulatedCity, family: TrueFamily): TrueFamily {
  const { move } = family;
  if (!move?.told.on || move.told.on > city.today()) return family;
  const { division, urbanRural } = move;
  return { ...family, division, urbanRural };
}

export async function helpWithBills(city: SimulatedCity, at: TrueFamily, trouble: Burden): Promise<void> {
  const what = `${at.key} ${ITEM}`;
  const family = placed(city, at);
  const openedOn = city.today();
  const known = knownOf(family, { on: openedOn, checks: city.checksOf(at) });
  // Who has married away or is divorced is not of the family that asks.
  const living = known.people.filter((p) => p.alive && (p.together || p.person.ref === trouble.person));
  const refs = refsOf(
    living.map((p) => p.person.ref),
    trouble.person,
  );
  const [township, county] = [townshipOf(family), countyOf(family)];
  const clerk = await city.staff('township-clerk', township);
  const consents = await consentsOf(city, clerk, { living, refs });
  const form = applicationOf(family, { ...known, people: living }, refs, { consents });
  const opened = await openCase(city.context, clerk, {
    itemId: ITEM,
    channel: 'window',
    form: {
      ...form,
      expenses: trouble.bills.map((bill) => ({ member: 'self', ...bill })),
      aid: { cause: trouble.cause, story: '花费超过家里的承受能力，借了债。' },
    },
    requestId: city.requestId(),
  });
  let kase: CaseReceipt = city.must(`${what} submit`, opened);
  let checkedOn: PlainDate | null = null;
  const go = async (
    by: Parameters<SimulatedCity['staff']>[0],
    division: string,
    action: string,
    input: Record<string, unknown> = {},
  ) => {
    kase = await city.act(what, await city.staff(by, division), { kase, action, input });
  };
  const note = (kind: 'granted' | 'refused', said?: string): void =>
    city.note({
      family: at.key,
      benefit: 'temporary-aid',
      person: trouble.person,
      kind,
      ground: 'expense',
      openedOn,
      checkedOn,
      decidedOn: city.today(),
      ...(said ? { said } : {}),
    });
  await go('township-clerk', township, 'accept');
  let billsOnly = false;
  city.on(city.workday(1), async () => {
    billsOnly = (await askAid(city, kase.id, async (tx, given) => ok(await assistedAs(tx, given)))) !== 'none';
    if (billsOnly) return go('township-clerk', township, 'surveyExpense');
    await go('township-clerk', township, 'startSurvey');
    await prepareDepartments(city, at);
    await go('verification-officer', county, 'startCheck');
    checkedOn = city.today();
    city.checked(at);
  });
  city.on(city.workday(3), async () => {
    const seen = { respondent: form.applicant.name, findings: '票据齐全，欠债属实。' };
    await go('township-clerk', township, 'recordVisit', await visitOf(city, clerk, seen));
    if (!billsOnly) {
      await go('verification-officer', county, 'issueReport');
      kase = await disposeAll(city, what, clerk, kase);
    }
    await putForward();
  });
  /** The township's opinion, posted and handed up, or approved where it may. */
  const putForward = async (): Promise<void> => {
    await go('township-clerk', township, billsOnly ? 'submitExpense' : 'submitForReview', { opinion: '支出属实，请审核。' });
    await go('township-leader', township, 'giveOpinion', { opinion: '按核算结果办理。' });
    const posted = kase.state === 'toPost';
    if (posted) await go('township-clerk', township, 'postNotice', { place: '村（居）委会公示栏' });
    city.on(posted ? plusDays(city.today(), NOTICE_DAYS + 1) : city.workday(1), async () => {
      // The timer has ended the notice.
      if (posted) kase = await versionOf(city, kase);
      if (kase.state === 'approving') {
        await go('township-leader', township, 'approve', { opinion: '按核算金额救助。' });
        return note('granted');
      }
      await go('township-clerk', township, 'fileToCounty');
      city.on(city.workday(2), decide);
    });
  };
  const decide = async (): Promise<void> => {
    let { decision } = await askAid(city, kase.id, computeExpense);
    const unmet = decision.clauses.filter((c) => c.verdict !== 'met');
    const repeats = unmet.length > 0 && unmet.every((c) => c.parameter?.key.startsWith('TA-FREQ'));
    const { resolvedFen } = trouble;
    if (repeats && resolvedFen) {
      await holdConference(city, what, { kase, township, county, way: 'meeting', resolvedFen });
      ({ decision } = await askAid(city, kase.id, computeExpense));
    }
    const stages = stagesOf(decision.amountFen ?? 0);
    if (decision.outcome === 'not-eligible') {
      await go('county-confirmer', county, 'refuse', { opinion: '不符合条件。' });
      return note('refused', await reasonsOf(city, kase.id));
    }
    const confirmed = await act(city.context, await city.staff('county-confirmer', county), {
      caseId: kase.id,
      version: kase.version,
      action: 'confirm',
      requestId: city.requestId(),
      input: { opinion: '按核算金额救助。', stages },
    });
    if (!confirmed.ok && confirmed.code === 'NOTICE_MISSING') {
      // Computed otherwise than the township did (a new year has begun): back to be posted.
      await go('county-confirmer', county, 'returnToTownship', { reason: '重新核算后结果不同，请公示后再报。' });
      city.on(city.workday(1), putForward);
      return;
    }
    kase = city.must(`${what} confirm`, confirmed);
    note('granted');
    if (stages.length > 0)
      city.on(city.workday(SECOND_STAGE_WORKDAYS), () => go('township-clerk', township, 'releaseStage', afterCheck));
  };
}
