/** 动态复核 acted out: written down as the family is known, asked anew where it must be, heard, decided by somebody else. */

import type { PlainDate } from '../../kernel/schema/index.ts';
import { act, type CaseReceipt, openCase } from '../../kernel/service/server.ts';
import { knownOf, type Report } from '../../simulate/known.ts';
import type { SimulatedCity } from '../../simulate/replay.ts';
import type { TrueFamily } from '../../simulate/world.ts';
import { prepareDepartments, reasonsOf } from './departments.ts';
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

export async function review(city: SimulatedCity, granted: Granted, open: Review, reported: boolean): Promise<void> {
  const { family, refs } = granted;
  const what = `${family.key} ${REVIEW} ${open.kind}`;
  const [township, county] = [townshipOf(granted), countyOf(granted)];
  const clerk = await city.staff('township-clerk', township);
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
    for (const { action, input } of acts) await go(clerk, action, input);
    await go(clerk, 'recordFacts', { ...newFactsOf(now, refs, { validFrom: factsOn, source: '家庭报告并核实' }) });
    return acts.some((a) => a.adult !== null);
  };
  const propose = async (): Promise<void> => {
    // Nothing is paid of a recognition.
    const heir = open.benefit === 'dibao' ? heirOf(city, granted) : null;
    if (heir) {
      granted.payee = heir;
      const { idNumber } = family.people.find((p) => p.ref === heir)!;
      await go(clerk, 'changePayee', {
        member: refs.get(heir)!,
        bank: '咸宁农村商业银行',
        number: `62177${idNumber.slice(6, 17)}`,
      });
    }
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
      const confirmer = await city.staff('county-confirmer', county);
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
      note(city, family, {
        kind: 'reviewed',
        benefit: open.benefit,
        said: await reasonsOf(city, kase.id),
        person: granted.single,
        openedOn: open.openedOn,
        checkedOn,
        ground: open.kind,
        ...(factsOn ? { factsOn } : {}),
      });
    });
  };
  const { move } = family;
  if (move && open.kind === 'move' && granted.division === family.division) {
    await go(clerk, 'recordMove', {
      toDivision: move.division,
      urbanRural: move.urbanRural,
      movedOn: move.on,
      source: '公安户籍信息',
    });
    granted.division = move.division;
    return city.tellToday();
  }
  if (open.kind === 'move') await go(clerk, 'receiveFile', {});
  // The family says how it lives before the departments are asked.
  const asks = open.kind === 'periodic' || open.kind === 'warning';
  const joined = asks || reported ? await record() : false;
  if (!asks && !joined) return propose();
  await go(clerk, 'requestCheck', await signedFor(city, clerk, granted));
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

/** Somebody of the family comes and says what has changed; answers whether a review is open now, is open already, or nothing is paid. */
export async function tellChange(
  city: SimulatedCity,
  granted: Granted,
  told: Report,
): Promise<'opened' | 'waits' | 'nothing-paid'> {
  const { family } = granted;
  const living = livingOf(city, granted);
  const teller = (
    living.find((p) => p.person.ref === (granted.single ?? told.person)) ??
    adults(living, city.today())[0] ??
    living[0]
  )?.person;
  if (!teller) return 'nothing-paid';
  const opened = await openCase(city.context, await city.staff('township-clerk', townshipOf(granted)), {
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
  if (opened.ok) return 'opened';
  if (opened.code === 'SAME_APPLICATION_OPEN') return 'waits';
  if (opened.code !== 'REVIEW_NO_BENEFIT') city.must(`${family.key} report`, opened);
  return 'nothing-paid';
}
