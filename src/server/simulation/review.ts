/** 动态复核 acted out: written down as the family is known, asked anew where it must be, heard, decided by somebody else. */

import { sql } from '../../database/sql.ts';
import type { PlainDate } from '../../kernel/schema/index.ts';
import { act, type CaseReceipt, openCase } from '../../kernel/service/server.ts';
import { knownOf, type Report } from '../../simulate/known.ts';
import type { SimulatedCity } from '../../simulate/replay.ts';
import { isWithin, type TrueFamily } from '../../simulate/world.ts';
import { prepareDepartments, reasonsOf, versionOf } from './departments.ts';
import { adults, countyOf, disposeAll, type Granted, livingOf, note, type Officer, signedFor, townshipOf } from './family.ts';
import { newFactsOf } from './form.ts';
import { memberActs } from './members.ts';

const REVIEW = 'SA-02';

export interface OpenReview extends CaseReceipt {
  kind: string;
  origin: string;
  openedOn: PlainDate;
}
type Review = OpenReview & { benefit: 'dibao' | 'edge' };

/** Who drew the money is dead or gone: another of the family does from now on. */
function heirOf(city: SimulatedCity, granted: Granted): string | null {
  const payee = granted.payee ?? granted.single ?? 'p0';
  const dead = granted.family.people.some((p) => p.ref === payee && p.death?.told.on && p.death.told.on <= city.today());
  if (!dead) return null;
  const heirs = livingOf(city, granted);
  return (adults(heirs, city.today())[0] ?? heirs[0])?.person.ref ?? null;
}

/** What the review is for by now: a later ground may go before the first, and a birthday joins what the family has reported. */
const kindOf = async (city: SimulatedCity, caseId: string): Promise<string> =>
  (
    await city.context.read(city.system, (tx) =>
      tx.one<{ kind: string }>(
        sql`select case when kind = 'change' and since_month is not null then 'age' else kind end as kind from benefit_review where case_id = ${caseId}`,
      ),
    )
  ).kind;

/** Whether the family has told more since the facts were written down. */
export interface News {
  more: boolean;
}

interface Around {
  readonly reported: boolean;
  readonly news: News;
  /** The review has opened an application for what the family comes under now. */
  sendsOn(child: string, reviewedOn: PlainDate): void;
}

export async function review(
  city: SimulatedCity,
  granted: Granted,
  open: Review,
  { reported, news, sendsOn }: Around,
): Promise<void> {
  const { family, refs, household } = granted;
  const what = `${family.key} ${REVIEW} ${open.kind}`;
  const clerk = (): Promise<Officer> => city.staff('township-clerk', townshipOf(household));
  const ofCounty = (performer: 'verification-officer' | 'county-confirmer'): Promise<Officer> =>
    city.staff(performer, countyOf(household));
  const began = household.division;
  let kase: CaseReceipt = open;
  let [checkedOn, factsOn]: [PlainDate | null, PlainDate | null] = [null, null];
  const go = async (actor: Officer, action: string, input: Record<string, unknown> = {}) => {
    kase = await city.act(what, actor, { kase, action, input });
  };
  /** Answers whether an adult has joined. */
  const record = async (): Promise<boolean> => {
    factsOn = city.today();
    const now = knownOf(family, { on: factsOn, checks: city.checksOf(family) });
    const acts = memberActs(granted, now);
    for (const { action, input } of acts) await go(await clerk(), action, input);
    await go(await clerk(), 'recordFacts', { ...newFactsOf(now, refs, { validFrom: factsOn, source: '家庭报告并核实' }) });
    return acts.some((a) => a.adult !== null);
  };
  const { move } = family;
  const movesNow = (): boolean => (move?.told.on ?? '9999') <= city.today() && household.division === family.division;
  const moveAway = async (): Promise<void> => {
    const { division, urbanRural, on: movedOn } = move!;
    await go(await clerk(), 'recordMove', { toDivision: division, urbanRural, movedOn, source: '公安户籍信息' });
    household.division = division;
    city.tellToday();
    if (isWithin(family, move!)) city.on(city.workday(1), goOnThere);
  };
  /** Within the county what else there is to decide has come along: the new township goes on with it. */
  const goOnThere = async (): Promise<void> => {
    kase = await versionOf(city, kase);
    if (kase.state !== 'open') return;
    return (await record()) ? ask() : propose();
  };
  /** Another file of the family has moved, and this one with it: the new county begins anew. */
  const handedOver = async (): Promise<boolean> => {
    if (household.division === began) return false;
    kase = await versionOf(city, kase);
    return kase.state === 'moved';
  };
  const ask = async (): Promise<void> => {
    await go(await clerk(), 'requestCheck', await signedFor(city, await clerk(), granted));
    await prepareDepartments(city, family);
    await go(await ofCounty('verification-officer'), 'startCheck');
    checkedOn = city.today();
    city.checked(family);
    city.on(city.workday(2), async () => {
      if (await handedOver()) return;
      if (news.more) kase = await versionOf(city, kase);
      await go(await ofCounty('verification-officer'), 'issueReport');
      kase = await disposeAll(city, what, await clerk(), kase);
      await propose();
    });
  };
  /** What came in meanwhile is written down too; an adult who joins is asked about first. */
  const hear = async (): Promise<'elsewhere' | 'heard'> => {
    if (!news.more) return 'heard';
    news.more = false;
    kase = await versionOf(city, kase);
    if (kase.state === 'hearing') await go(await clerk(), 'withdrawProposal', { reason: '家里又报告变化，先核实。' });
    if (kase.state === 'deciding')
      await go(await ofCounty('county-confirmer'), 'sendBack', { reason: '家里又报告变化，请先核实。' });
    if (movesNow()) {
      await moveAway();
      return 'elsewhere';
    }
    if (!(await record())) return 'heard';
    await ask();
    return 'elsewhere';
  };
  const propose = async (): Promise<void> => {
    if ((await handedOver()) || (await hear()) === 'elsewhere') return;
    // Nothing is paid of a recognition.
    const heir = open.benefit === 'dibao' ? heirOf(city, granted) : null;
    if (heir) {
      granted.payee = heir;
      const { idNumber } = family.people.find((p) => p.ref === heir)!;
      await go(await clerk(), 'changePayee', {
        member: refs.get(heir)!,
        bank: '咸宁农村商业银行',
        number: `62177${idNumber.slice(6, 17)}`,
      });
    }
    const proposed = await act(city.context, await clerk(), {
      caseId: kase.id,
      version: kase.version,
      action: 'proposeChange',
      requestId: city.requestId(),
      input: { opinion: '按核算结果提出。', refusing: '' },
    });
    // The family is to be sent on to something else: that rests on a check and on signatures of today.
    if (!proposed.ok && proposed.code === 'REVIEW_CHECK_NEEDED' && checkedOn === null) return ask();
    kase = city.must(`${what} proposeChange`, proposed);
    city.on(city.workday(1), async () => {
      if (await handedOver()) return;
      // The family has told more, and the case is back to be looked at.
      if (news.more) return propose();
      if (kase.state === 'hearing')
        await go(await clerk(), 'recordHearing', {
          heldOn: city.today(),
          way: 'phone',
          person: '家属',
          stand: 'agree',
          statement: '没有意见',
        });
      const confirmer = await ofCounty('county-confirmer');
      const decided = await act(city.context, confirmer, {
        caseId: kase.id,
        version: kase.version,
        action: 'decide',
        requestId: city.requestId(),
        input: { opinion: '同意。' },
      });
      // A new month has begun since it was proposed, and the result is another now; if it would be less, the family is heard first.
      if (!decided.ok && ['HEARING_MISSING', 'REVIEW_CHANGED'].includes(decided.code)) {
        await go(confirmer, 'sendBack', { reason: '现在核算的结果与提出时不同，请重新提出。' });
        city.on(city.workday(1), propose);
        return;
      }
      kase = city.must(`${what} decide`, decided);
      const child = await city.context.read(city.system, (tx) =>
        tx.maybe<{ id: string }>(sql`select id from service_case where parent_id = ${kase.id} and item_id = 'SA-01' and open`),
      );
      if (child) sendsOn(child.id, factsOn ?? city.today());
      note(city, family, {
        kind: 'reviewed',
        benefit: open.benefit,
        said: await reasonsOf(city, kase.id),
        person: granted.single,
        openedOn: open.openedOn,
        checkedOn,
        ground: await kindOf(city, open.id),
        ...(factsOn ? { factsOn } : {}),
      });
    });
  };
  if (open.kind === 'move' && movesNow()) return moveAway();
  // Within the county the file has come along already.
  if (open.kind === 'move' && move && !isWithin(family, move)) await go(await clerk(), 'receiveFile', {});
  // The family says how it lives before the departments are asked.
  const asks = open.kind === 'periodic' || open.kind === 'warning';
  const joined = asks || reported ? await record() : false;
  if (!asks && !joined) return propose();
  await ask();
}

/** What the form asks beside who reports: about whom, for somebody who came or left. */
function aboutWhom(family: TrueFamily, { change, person: ref }: Report): Record<string, unknown> {
  const person = family.people.find((p) => p.ref === ref)!;
  if (change === 'family-more')
    return {
      memberName: person.name,
      memberIdNumber: person.idNumber,
      memberRelation: person.relation,
      joined: person.birthTold ? 'birth' : 'marriage',
    };
  if (change === 'family-less') return { memberName: person.name, left: person.relation === 'spouse' ? 'divorce' : 'marriage' };
  return {};
}

/** Somebody of the family comes and says what has changed; answers in which review that is looked at, or that nothing is paid. */
export async function tellChange(
  city: SimulatedCity,
  granted: Granted,
  told: Report,
): Promise<{ caseId: string } | 'nothing-paid'> {
  const { family } = granted;
  const living = livingOf(city, granted);
  const teller = (
    living.find((p) => p.person.ref === (granted.single ?? told.person)) ??
    adults(living, city.today())[0] ??
    living[0]
  )?.person;
  if (!teller) return 'nothing-paid';
  const opened = await openCase(city.context, await city.staff('township-clerk', townshipOf(granted.household)), {
    itemId: REVIEW,
    channel: 'window',
    form: {
      name: teller.name,
      idNumber: teller.idNumber,
      change: told.change,
      happenedOn: told.change === 'moved' ? family.move!.on : city.today(),
      detail: '',
      papers: [],
      ...aboutWhom(family, told),
    },
    requestId: city.requestId(),
  });
  if (opened.ok) return { caseId: opened.value.id };
  if (opened.code !== 'REVIEW_NO_BENEFIT') city.must(`${family.key} report`, opened);
  return 'nothing-paid';
}
