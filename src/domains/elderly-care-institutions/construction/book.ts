/** 建设补贴 (4.11, EL-05): asked for by the home for beds on record; paid in three parts by full years, and what comes back when elderly use ends early. */
import { z } from 'zod';
import { addMonths, longDate } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { defineSubscription, type Subscription } from '../../../kernel/event/server.ts';
import { defineTemplates } from '../../../kernel/notice/server.ts';
import { wholeParameters, yuanDigits } from '../../../kernel/policy/server.ts';
import { type FieldProblem, fail, ok, type Result } from '../../../kernel/result/index.ts';
import { formOf, type PlainDate, PlainDateText } from '../../../kernel/schema/index.ts';
import { defineBook, endAllUse, linesEach, type Subsidy, scheme } from '../../../kernel/subsidy/server.ts';
import { occupancyText } from '../beds/occupancy.ts';
import { accountants, readers } from '../money/terms.ts';
import { findInstitution, type Institution, lockInstitution, ownInstitution } from '../register/store.ts';
import { states } from '../register/terms.ts';
import { tellStaff } from '../stays/apply.ts';
import { buildAmount, livedEnough, partFrom } from './rules.ts';
import { BUILD, nightsOf, nursingBeds, recordedSince, takenBeds } from './store.ts';

defineTemplates({ 'care-build.claimed': { title: '退回建设补贴', text: '请在{by}以前退回建设补贴{amount}：{why}' } });

/** What was asked for, as it is kept. */
interface BuildAsked {
  readonly selfBeds: number;
  readonly leasedBeds: number;
  readonly leaseFrom?: PlainDate | null;
  readonly leaseTo?: PlainDate | null;
  readonly papers: string;
  /** The parts run from this day. */
  readonly recordedOn: PlainDate;
}
const askedOf = (of: Subsidy) => of.asked as unknown as BuildAsked;
/** By what the amount was counted, kept with it. */
export interface BuildBasis {
  readonly selfFen: number;
  readonly leasedFen: number;
  readonly nursingShare: number;
  readonly parts: readonly number[];
  readonly nursingBeds: number;
  readonly countedBeds: number;
}

/** Whom the plan means: non-profit homes that society runs. */
const mayBuild = (home: Pick<Institution, 'legalForm' | 'operation'>): boolean =>
  home.operation === 'private' && home.legalForm === 'non-profit';
/** Nothing is paid to a home that does not take in older people any more. */
const stillOpen = (home: Pick<Institution, 'name' | 'state'>): Result<null, 'BUILD_CLOSED'> =>
  states[home.state].open ? ok(null) : fail('BUILD_CLOSED', { name: home.name, state: states[home.state].zh });

const beds = z.int('请填写整数').min(0).max(5000);
const Ask = z.strictObject({
  selfBeds: beds.meta({ label: '自建的床位', unit: '张', help: '只算备案的床位' }),
  leasedBeds: beds.meta({ label: '租赁、改建的床位', unit: '张' }),
  leaseFrom: PlainDateText.optional().meta({ label: '租期从哪天起', widget: 'date', help: '没有租赁、改建的不填' }),
  leaseTo: PlainDateText.optional().meta({ label: '租期到哪天', widget: 'date' }),
  papers: z
    .string()
    .trim()
    .min(4, '请写明立项、验收的文号')
    .max(300)
    .meta({ label: '立项、验收、租赁的文号', widget: 'textarea' }),
});
type Asked = z.infer<typeof Ask>;

const at = (path: string, message: string): FieldProblem => ({ path, message });
/** The lease is there exactly where beds are leased, and long enough. */
function leaseProblems(given: Asked, years: number): FieldProblem[] {
  const { leasedBeds, leaseFrom, leaseTo } = given;
  if (leasedBeds === 0) return leaseFrom || leaseTo ? [at('leaseFrom', '没有租赁、改建的床位，不填租期')] : [];
  if (!leaseFrom || !leaseTo) return [at(leaseFrom ? 'leaseTo' : 'leaseFrom', '请填写租期')];
  return leaseTo < addMonths(leaseFrom, 12 * years) ? [at('leaseTo', `租期至少${years}年`)] : [];
}

/** The home, locked, and the day since which so many beds beside those already subsidised are on record. */
async function mayAsk(tx: Tx, given: Asked): Promise<Result<{ home: Institution; recordedOn: PlainDate }>> {
  const own = await ownInstitution(tx);
  const found = own.ok ? await lockInstitution(tx, own.value.id) : own;
  if (!found.ok) return found;
  const home = found.value;
  if (!mayBuild(home)) return fail('BUILD_NOT_FOR', { name: home.name });
  const open = stillOpen(home);
  if (!open.ok) return open;
  const set = await wholeParameters(tx, ['CARE-BUILD-LEASE', 'CARE-BUILD-BEDS'], home.division);
  if (!set.ok) return set;
  const asked = given.selfBeds + given.leasedBeds;
  if (asked < set.value['CARE-BUILD-BEDS']) return fail('BUILD_FEW', { least: set.value['CARE-BUILD-BEDS'] });
  const problems = leaseProblems(given, set.value['CARE-BUILD-LEASE']);
  if (problems.length > 0) return fail('INVALID_INPUT', { count: problems.length }, problems);
  const taken = (await takenBeds(tx, home.id, null)).beds;
  const recordedOn = asked + taken > home.recordedBeds ? null : await recordedSince(tx, home.id, asked + taken);
  if (recordedOn === null)
    return fail('BUILD_BEDS', { recorded: home.recordedBeds, taken, left: Math.max(0, home.recordedBeds - taken) });
  return ok({ home, recordedOn });
}

/** What the beds come to at this moment: with the nursing beds that were looked at on the spot and that no other subsidy has counted. */
async function count(tx: Tx, of: Subsidy) {
  const { selfBeds, leasedBeds } = askedOf(of);
  const set = await wholeParameters(
    tx,
    ['CARE-BUILD-SELF', 'CARE-BUILD-LEASED', 'CARE-BUILD-NURSING', 'CARE-BUILD-PART-1', 'CARE-BUILD-PART-2', 'CARE-BUILD-PART-3'],
    of.division,
  );
  if (!set.ok) return set;
  const p = set.value;
  const norms = { selfFen: p['CARE-BUILD-SELF'], leasedFen: p['CARE-BUILD-LEASED'], nursingShare: p['CARE-BUILD-NURSING'] };
  const { nursing: taken } = await takenBeds(tx, of.bodyId, of.id);
  const nursing = Math.min(selfBeds + leasedBeds, Math.max(0, (await nursingBeds(tx, of.bodyId)) - taken));
  const { fen, counted } = buildAmount({ selfBuilt: selfBeds, leased: leasedBeds, nursing }, norms);
  const parts = [p['CARE-BUILD-PART-1'], p['CARE-BUILD-PART-2'], p['CARE-BUILD-PART-3']];
  const basis: BuildBasis = { ...norms, parts, nursingBeds: nursing, countedBeds: counted };
  return ok({
    fen,
    basis: { ...basis },
    nothing: fen > 0 ? null : `现场核过的护理型床位只有${nursing}张`,
  });
}

function linesOf(of: Subsidy) {
  const asked = askedOf(of);
  const basis = of.basis as BuildBasis | null;
  const one = (zh: string, n: number, fen: number | undefined) =>
    n === 0 ? [] : [`${zh}${n}张${fen === undefined ? '' : `×${yuanDigits(fen)}元`}`];
  const built = [...one('自建', asked.selfBeds, basis?.selfFen), ...one('租赁、改建', asked.leasedBeds, basis?.leasedFen)].join(
    '，',
  );
  const counted = basis
    ? `；护理型${basis.nursingBeds}张，不到${basis.nursingShare}%的只算护理型÷${basis.nursingShare}%，算${basis.countedBeds}张`
    : '';
  return [
    { key: 'beds', says: `${built}${counted}` },
    ...(asked.leaseFrom ? [{ key: 'lease', says: `租期${longDate(asked.leaseFrom)}到${longDate(asked.leaseTo!)}` }] : []),
    { key: 'papers', says: asked.papers },
  ];
}

export const construction = scheme({
  key: BUILD,
  zh: '建设补贴',
  ask: {
    path: '',
    zh: '申请建设补贴',
    causes: '只算备案的床位；护理型按县里现场核过的算。',
    form: Ask,
    async work(tx, given) {
      const may = await mayAsk(tx, given);
      if (!may.ok) return may;
      const { home, recordedOn } = may.value;
      return ok({ body: home, own: true, alone: true, asked: { ...given, recordedOn } });
    },
    async head(tx) {
      const own = tx.actor.unitId ? await ownInstitution(tx) : null;
      return own?.ok && mayBuild(own.value)
        ? { fields: formOf(Ask), initial: { selfBeds: own.value.recordedBeds, leasedBeds: 0 } }
        : null;
    },
  },
  days: { check: 'CARE-BUILD-CHECK', notice: 'CARE-BUILD-NOTICE', pay: 'CARE-BUILD-PAY' },
  checks: {
    causes: '按备案的床位和现场核过的护理型床位算出金额，公示以后由领导批准。',
    help: '到现场看过床位和文件；不予补贴的写明原因',
  },
  count,
  lines: linesEach(linesOf),
  async still(tx, { bodyId }) {
    const home = await findInstitution(tx, bodyId);
    return home.ok ? stillOpen(home.value) : home;
  },
  parts: {
    names: ['第一期', '第二期', '第三期'],
    shares: (basis) => (basis as unknown as BuildBasis).parts,
    dueFrom: (of, no) => partFrom(askedOf(of).recordedOn, no),
    causes: (no) => (no === 2 ? '按这一年的入住率算，不到的这一期不拨。' : '还在用于养老的才拨。'),
    /** The second part looks at the occupancy of its year. */
    async check(tx, of, part, note) {
      if (part.no !== 2) return ok({ says: note, pays: true });
      const set = await wholeParameters(tx, ['CARE-BUILD-OCCUPANCY'], of.division);
      if (!set.ok) return set;
      const percent = set.value['CARE-BUILD-OCCUPANCY'];
      const nights = await nightsOf(tx, of.bodyId, { from: partFrom(askedOf(of).recordedOn, 1), end: part.dueFrom });
      const rate = occupancyText({ occupied: nights.lived, usable: nights.usable });
      const says = `第二年平均入住率${rate}（${nights.lived}÷${nights.usable}床日），${note}`;
      return ok(livedEnough(nights, percent) ? { says, pays: true } : { says: `不到${percent}%，不拨：${says}`, pays: false });
    },
  },
  use: {
    months: 'CARE-BUILD-MONTHS',
    unit: '张床',
    units: (basis) => (basis as unknown as BuildBasis).countedBeds,
    async undo(tx, { bodyId }) {
      const home = await findInstitution(tx, bodyId);
      if (!home.ok) return home;
      return home.value.state === 'ended' || home.value.state === 'deregistered'
        ? fail('INVALID_INPUT', { count: 1 }, [at('verdict', '机构已经终止')])
        : ok(null);
    },
  },
  returns: {
    days: 'CARE-BUILD-RETURN',
    tell: (tx, { bodyId }, params) =>
      tellStaff(tx, bodyId, {
        performers: ['care-home-head', 'care-home-accountant'],
        template: 'care-build.claimed',
        params,
      }),
  },
});

export const constructionBook = defineBook({
  url: '/api/care-construction',
  zh: '建设补贴',
  lead: '给民办非企业机构备案的床位，备案满一年、两年、三年各拨一期。提前不再用于养老的，按没有用满的月份追回；只停用一部分床位的，追回那一部分。',
  by: { ask: accountants, read: readers },
  schemes: [construction],
});

/** A home that has ended has ended its elderly use. */
export const buildReactions: readonly Subscription[] = [
  defineSubscription({
    name: 'elderly-care-institutions.build-ended',
    types: ['facility.closed'],
    async handle(tx, event) {
      if (event.subject.kind !== 'care-institution') return;
      const { closedOn } = event.payload as { closedOn: PlainDate };
      await endAllUse(tx, BUILD, event.subject.id, { on: closedOn, reason: '机构终止服务' });
    },
  }),
];
