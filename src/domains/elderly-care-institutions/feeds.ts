/** What banks, the fire service and the market supervision tell of a home: which home is meant, and what follows here. A home is known by its credit code and site. */
import { sql } from '../../database/sql.ts';
import type { Tx } from '../../kernel/context/server.ts';
import { type DomainEvent, defineSubscription, type EventPayload, type Subscription } from '../../kernel/event/server.ts';
import { defineFeedCheck, type FeedMeant, fireItems, refuseFeed } from '../../kernel/exchange/server.ts';
import { gradeDanger, isAtLeast, reportDanger } from '../../kernel/inspection/server.ts';
import { defineTemplates, notify } from '../../kernel/notice/server.ts';
import { wholeParameter } from '../../kernel/policy/server.ts';
import { ok, type Result } from '../../kernel/result/index.ts';
import type { DivisionCode, Fen, PlainDate } from '../../kernel/schema/index.ts';
import { enterBalance } from './money/act.ts';
import { escrowOf } from './money/store.ts';
import { findInstitution } from './register/store.ts';
import { tellStaff } from './stays/apply.ts';
import { postCredit } from './supervision/credit.ts';
import { careHomes, publicNo } from './supervision/kind.ts';

defineTemplates({
  'care-credit.abnormal': {
    title: '列入经营异常名录',
    text: '{name}被市场监管部门列入经营异常名录，信用扣{points}分，风险等级随分数定。改正满期可以申请信用修复。',
  },
});

interface Meant {
  id: string;
  division: DivisionCode;
}
async function homeMeant(tx: Tx, payload: EventPayload): Promise<Result<Meant>> {
  const { creditCode, siteNo } = payload as { creditCode: string; siteNo?: number };
  const homes = await tx.rows<Meant & { siteNo: number }>(
    sql`select id, division, site_no from care_institution where credit_code = ${creditCode} order by site_no limit 100`,
  );
  if (homes.length === 0) return refuseFeed('养老机构名册里没有这个信用代码');
  if (siteNo === undefined && homes.length > 1) return refuseFeed('这家机构不止一处院区，请写明是第几处');
  const home = homes.find((one) => one.siteNo === (siteNo ?? homes[0]!.siteNo));
  return home ? ok(home) : refuseFeed(`这家机构没有第${siteNo}处院区`);
}

/** The event speaks of our own id; what the row had beside it follows. */
async function meantAs(tx: Tx, key: string, payload: EventPayload): Promise<Result<FeedMeant & Meant>> {
  const home = await homeMeant(tx, payload);
  if (!home.ok) return home;
  const { creditCode: _code, siteNo: _site, ...rest } = payload;
  const { id, division } = home.value;
  return ok({ id, subject: { kind: 'care-institution', id }, division, payload: { [key]: id, ...rest } });
}

defineFeedCheck('escrow.balance.reported', async (tx, { on, payload }) => {
  const meant = await meantAs(tx, 'institutionId', payload);
  if (!meant.ok) return meant;
  if (!(await escrowOf(tx, meant.value.id))) return refuseFeed('这家机构还没有登记存管账户，请先到县民政局登记');
  const known = await tx.maybe(
    sql`select 1 as one from care_escrow_balance where institution_id = ${meant.value.id} and on_date = ${on}`,
  );
  return known ? refuseFeed('这一天的余额已经报过') : meant;
});
defineFeedCheck('fire.violation.found', (tx, { payload }) => meantAs(tx, 'facilityId', payload));
defineFeedCheck('organisation.abnormal.listed', async (tx, { payload }) => {
  const { creditCode, ...rest } = payload as { creditCode: string };
  const home = await tx.maybe<Meant>(
    sql`select id, division from care_institution where credit_code = ${creditCode} order by site_no limit 1`,
  );
  if (!home) return refuseFeed('养老机构名册里没有这个信用代码');
  const { division } = home;
  return ok({ subject: { kind: 'organisation', id: creditCode }, division, payload: { organisationId: creditCode, ...rest } });
});

async function keepBalance(tx: Tx, { payload }: DomainEvent): Promise<void> {
  const { institutionId, date, balanceFen } = payload as { institutionId: string; date: PlainDate; balanceFen: Fen };
  const entered = await enterBalance(tx, institutionId, { onDate: date, balance: balanceFen }, { byName: '银行报送' });
  // Typed in by hand between the report and now: that one stays.
  if (!entered.ok && entered.code !== 'INVALID_INPUT') throw new Error(`escrow balance of ${institutionId}: ${entered.code}`);
}

/** 隐患, graded as the fire service sent it; the same again within the time of a rebound is one grade graver. */
async function openDanger(tx: Tx, { payload }: DomainEvent): Promise<void> {
  const { facilityId, foundOn, grade, item, documentNo } = payload as {
    facilityId: string;
    foundOn: PlainDate;
    grade: 'general' | 'larger' | 'major';
    item: keyof typeof fireItems;
    documentNo: string;
  };
  const home = await findInstitution(tx, facilityId);
  if (!home.ok) throw new Error(`fire violation: no institution ${facilityId}`);
  const { id, name, division } = home.value;
  const reported = await reportDanger(tx, careHomes, {
    object: { id, no: publicNo(home.value), name, division },
    source: 'department',
    rule: fireItems[item],
    place: '消防检查指出的地方',
    note: `消防救援机构检查发现，法律文书${documentNo}。`,
    suggested: grade,
    photo: null,
    foundOn,
  });
  if (!reported.ok) throw new Error(`fire violation of ${id}: ${reported.code}`);
  const { least } = reported.value;
  const graded = await gradeDanger(
    tx,
    careHomes,
    { id: reported.value.id, version: 1 },
    { grade: isAtLeast(grade, least) ? grade : least, measures: `按法律文书${documentNo}整改。` },
  );
  if (!graded.ok) throw new Error(`fire violation of ${id}: ${graded.code}`);
}

/** 风险等级: points off every site of the body, once for the day of the listing; they come back by a repair (EL-29). */
async function postAbnormal(tx: Tx, { payload }: DomainEvent): Promise<void> {
  const { organisationId, listedOn } = payload as { organisationId: string; listedOn: PlainDate };
  const homes = await tx.rows<Meant & { name: string }>(
    sql`select id, division, name from care_institution where credit_code = ${organisationId} order by site_no limit 100`,
  );
  for (const { id, division, name } of homes) {
    const points = await wholeParameter(tx, 'CARE-CREDIT-ABNORMAL', division, tx.today);
    if (!points.ok) throw new Error(`care credit: ${points.code} CARE-CREDIT-ABNORMAL`);
    const posted = await postCredit(tx, {
      institutionId: id,
      division,
      reason: 'abnormal-listed',
      note: `市场监管部门${listedOn}列入`,
      cause: `abnormal-listed:${id}:${listedOn}`,
      points: -points.value,
    });
    if (!posted) continue;
    const params = { name, points: points.value };
    await tellStaff(tx, id, { performers: ['care-home-head'], template: 'care-credit.abnormal', params });
    await notify(tx, { to: { performer: 'county-clerk', division }, template: 'care-credit.abnormal', params });
  }
}

const subscribe = (name: string, type: Subscription['types'][number], handle: Subscription['handle']): Subscription =>
  defineSubscription({ name: `elderly-care-institutions.${name}`, types: [type], handle });

export const feedReactions: readonly Subscription[] = [
  subscribe('escrow', 'escrow.balance.reported', keepBalance),
  subscribe('fire', 'fire.violation.found', openDanger),
  subscribe('abnormal', 'organisation.abnormal.listed', postAbnormal),
];
