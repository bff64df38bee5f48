/** 急难型 acted out: on the spot the same day, first aid before any paper, the rest by the county, the papers when it is over. */
import { helpAtOnce, payableNow, restOf } from '../../domains/social-assistance/temporary-aid/server.ts';
import { plusDays } from '../../kernel/calendar/index.ts';
import type { Tx } from '../../kernel/context/server.ts';
import type { Result } from '../../kernel/result/index.ts';
import type { Fen } from '../../kernel/schema/index.ts';
import { act, type Case, type CaseReceipt, getCase } from '../../kernel/service/server.ts';
import type { SimulatedCity } from '../../simulate/replay.ts';
import type { Emergency, TrueFamily } from '../../simulate/world.ts';
import { holdConference } from './conference.ts';
import { countyOf, townshipOf } from './family.ts';
import { accountOf } from './form.ts';

const WHAT = { fire: '住房失火', accident: '交通事故受伤', illness: '突发重病送医', other: '山洪冲毁住房' } as const;
/** What the county grants beyond this comes in two stages. */
const STAGED_FEN = 2_000_00;
const LASTS_DAYS = 6;
const SECOND_STAGE_WORKDAYS = 10;

/** Something that the platform says of a case as it stands. */
export const askAid = <T>(city: SimulatedCity, id: string, question: (tx: Tx, kase: Case) => Promise<Result<T>>): Promise<T> =>
  city.context.read(city.system, async (tx) => city.must('aid', await question(tx, city.must('aid', await getCase(tx, id)))));

/** In one sum, or the greater part in two. */
export const stagesOf = (amountFen: Fen): { amountFen: Fen; purpose: string }[] =>
  amountFen < STAGED_FEN
    ? []
    : [
        { amountFen: amountFen - Math.floor(amountFen / 3), purpose: '马上要用的' },
        { amountFen: Math.floor(amountFen / 3), purpose: '核查以后再用的' },
      ];

export const afterCheck = { check: '已看过，钱用在救助事项上' };

export async function helpInEmergency(
  city: SimulatedCity,
  family: TrueFamily,
  trouble: Emergency,
  openReserve: (township: string) => Promise<void>,
): Promise<void> {
  const what = `${family.key} ${trouble.cause}`;
  const [township, county] = [townshipOf(trouble), countyOf(trouble)];
  const person = family.people.find((p) => p.ref === trouble.person)!;
  const openedOn = city.today();
  await openReserve(township);
  const clerk = await city.staff('township-clerk', township);
  const note = (ground: 'first-aid' | 'rest', kind: 'granted' | 'refused'): void =>
    city.note({
      family: family.key,
      benefit: 'temporary-aid',
      person: trouble.person,
      kind,
      ground,
      openedOn,
      checkedOn: null,
      decidedOn: city.today(),
    });
  const opened = await helpAtOnce(city.context, clerk, {
    form: {
      name: person.name,
      idNumber: person.idNumber,
      division: trouble.division as never,
      cause: trouble.cause,
      persons: trouble.persons,
      tier: String(trouble.tier) as '1' | '2' | '3',
      what: `${WHAT[trouble.cause]}，${trouble.persons}人受困。`,
      photo: await city.upload(clerk, 'scene-photo'),
    },
    amountFen: null,
    requestId: city.requestId(),
  });
  let kase: CaseReceipt = city.must(`${what} report`, opened);
  const go = async (
    by: Parameters<SimulatedCity['staff']>[0],
    division: string,
    action: string,
    input: Record<string, unknown> = {},
  ) => {
    kase = await city.act(what, await city.staff(by, division), { kase, action, input });
  };
  const { amountFen } = await askAid(city, kase.id, payableNow);
  await go('township-clerk', township, 'proposeFirstAid', { amountFen });
  const leader = await city.staff('township-leader', township);
  await go('township-leader', township, 'payFirstAid', { receipt: await city.upload(leader, 'aid-receipt') });
  note('first-aid', 'granted');

  const decideRest = async (): Promise<void> => {
    const approve = async (fen: Fen) =>
      act(city.context, await city.staff('county-confirmer', county), {
        caseId: kase.id,
        version: kase.version,
        action: 'approveRest',
        requestId: city.requestId(),
        input: { opinion: '按核算金额救助。', stages: stagesOf(fen) },
      });
    const isRepeat = (answer: Awaited<ReturnType<typeof approve>>): boolean => !answer.ok && answer.code === 'AID_NOT_ELIGIBLE';
    let restFen = await askAid(city, kase.id, restOf);
    let approved = await approve(restFen);
    const { resolvedFen } = trouble;
    if (isRepeat(approved) && resolvedFen) {
      await holdConference(city, what, { kase, township, county, way: 'phone', resolvedFen });
      restFen = await askAid(city, kase.id, restOf);
      approved = await approve(restFen);
    }
    const repeated = isRepeat(approved);
    if (repeated) await go('county-confirmer', county, 'refuseRest', { reason: '短期内已经救助过，按规定不再救助。' });
    else kase = city.must(`${what} approveRest`, approved);
    note('rest', repeated ? 'refused' : 'granted');
    const staged = !repeated && stagesOf(restFen).length > 0;
    if (staged) city.on(city.workday(SECOND_STAGE_WORKDAYS), () => go('township-clerk', township, 'releaseStage', afterCheck));
    city.on(city.workday(SECOND_STAGE_WORKDAYS + 1), close);
  };
  const askRest = async (): Promise<void> => {
    await go('township-clerk', township, 'askCounty', { reason: '超过乡镇额度的部分，请县级审批', ...accountOf(family, person) });
    city.on(city.workday(1), decideRest);
  };
  const close = async (): Promise<void> => {
    // A standard published since leaves something open that was not when the first aid was given.
    if ((await askAid(city, kase.id, restOf)) > 0) return askRest();
    await go('township-clerk', township, 'endEmergency', { on: plusDays(openedOn, LASTS_DAYS), state: '已经安置，生活稳定。' });
    await go('township-clerk', township, 'supplement', {
      explanation: `${WHAT[trouble.cause]}，当天先行救助，其余部分已报县级。`,
    });
    await go('village-worker', trouble.division, 'publish', { place: '村（居）委会公示栏' });
  };
  if ((await askAid(city, kase.id, restOf)) === 0) city.on(city.workday(8), close);
  else city.on(city.workday(1), askRest);
}
