/** 医养示范机构 (EC-006): 申报 → 评审 → 公示 → 命名 → 年度复核 → 撤销. A record of the city's office is of the city's level, one of a county of its own. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';
import {
  clearedUp,
  clerks,
  day,
  defineRegister,
  type Entry,
  leaders,
  monthsAfter,
  noticeLine,
  objecting,
  office,
  onNotice,
  outside,
  posting,
  refusal,
  step,
  text,
} from '../../../kernel/register/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type DivisionCode, type PlainDate } from '../../../kernel/schema/index.ts';
import { SHELF, TELL_BEFORE } from './shelf.ts';

export const DEMONSTRATION = 'care-demonstration';
const results = { passed: '合格', repair: '限期整改' } as const;
/** 市级 or 县级 by the office that keeps the record. */
export const levelZh = (city: DivisionCode, division: DivisionCode): string => (division === city ? '市级' : '县级');

/** The home of that name under an office: recorded, and with medical care today. */
async function homeOf(tx: Tx, name: string, division: DivisionCode): Promise<Result<{ id: string }>> {
  const { lo, hi } = scopeRange(division);
  const found = await tx.rows<{ id: string; recorded: boolean; served: boolean }>(
    sql`select i.id, i.recorded_beds > 0 and i.state not in ('ended', 'deregistered') as recorded,
        exists (select from care_medical_link m where m.institution_id = i.id and m.from_on <= ${tx.today} and m.ended_on is null and (m.to_on is null or m.to_on >= ${tx.today})) as served
      from care_institution i where i.name = ${name} and i.division >= ${lo} and i.division < ${hi} limit 2`,
  );
  const [home] = found;
  if (!home || found.length > 1) return fail('DEMO_HOME_UNKNOWN', { name }, [{ path: 'name', message: '照登记的名称写全' }]);
  if (!home.recorded) return fail('DEMO_HOME_UNRECORDED', { name }, [{ path: 'name', message: '还没有备案' }]);
  if (!home.served) return fail('DEMO_HOME_UNSERVED', { name }, [{ path: 'name', message: '没有有效的医养结合' }]);
  return ok({ id: home.id });
}

const homeAgain = (tx: Tx, entry: Entry) => homeOf(tx, String(entry.content.name), entry.division);

defineRegister({
  key: DEMONSTRATION,
  zh: '医养示范机构',
  shelf: SHELF,
  lead: '机构申报，评审、公示以后由领导命名，每年复核一次，不再合格的撤销。县里登记的是县级，市里登记的是市级；命名的写在机构的公开页上。',
  enters: '登记申报',
  by: clerks,
  form: z.strictObject({
    name: text('机构名称', { min: 4, max: 60, help: '照养老机构登记的名称写全；要已备案，医养结合在有效期内' }),
    services: text('医疗服务', { min: 10, max: 1000, help: '有什么科室、几位医生护士、和哪家医院怎么合作' }),
    appliedOn: day('申报日期'),
  }),
  async entering(tx, form: { name: string; appliedOn: PlainDate }) {
    const refused = outside(tx, 'appliedOn', form.appliedOn);
    if (refused) return refused;
    const home = await homeOf(tx, form.name, tx.actor.division ?? tx.city);
    return home.ok ? ok(null) : home;
  },
  one: ({ name }, division) => `${division} ${name}`,
  titleOf: ({ name }) => String(name),
  start: 'applied',
  states: {
    applied: { zh: '已申报，待评审', tone: 'now' },
    reviewed: { zh: '评审通过，待公示', tone: 'now' },
    notice: { zh: '公示中', tone: 'now' },
    named: { zh: '已命名', tone: 'good' },
    repairing: { zh: '复核要整改', tone: 'warn' },
    refused: { zh: '没有通过', tone: 'plain', final: true },
    revoked: { zh: '已撤销', tone: 'bad', final: true },
  },
  steps: {
    review: step({
      zh: '评审通过',
      causes: '可以公示。',
      by: office,
      from: ['applied'],
      to: 'reviewed',
      apart: ['enter'],
      input: z.strictObject({
        members: text('评审人', { min: 4, max: 200, help: '三人以上，写明单位' }),
        opinion: text('评审意见', { min: 4, max: 500, help: '现场看了什么，为什么够得上示范' }),
      }),
      async run(tx, entry) {
        const home = await homeAgain(tx, entry);
        return home.ok ? ok({ content: { institutionId: home.value.id } }) : home;
      },
    }),
    refuse: refusal({ from: ['applied', 'reviewed', 'notice'] }),
    post: posting({ causes: '网上公示，期满没有异议的可以命名。', from: ['reviewed'], standard: 'CARE-DEMO-NOTICE' }),
    object: objecting('命名'),
    name: step({
      zh: '命名',
      causes: '写在机构的公开页上，从今天起算一年复核一次。',
      by: leaders,
      from: ['notice'],
      to: 'named',
      apart: ['enter'],
      input: z.strictObject({ documentNo: text('命名文号', { min: 4, max: 60 }), ...clearedUp }),
      async run(tx, entry, { documentNo, verified }) {
        const waits = onNotice(tx, entry, { what: '命名', verified });
        if (waits) return waits;
        const home = await homeAgain(tx, entry);
        return home.ok ? ok({ content: { documentNo, namedOn: tx.today, reviewedOn: tx.today } }) : home;
      },
    }),
    check: step({
      zh: '登记年度复核',
      causes: '合格的重新算一年；要整改的，改好了再登记一次。',
      by: clerks,
      from: ['named', 'repairing'],
      to: 'named',
      input: z.strictObject({
        on: day('复核日期'),
        result: choice(results).meta({ label: '结果', choices: results }),
        found: text('看到什么', { min: 4, max: 500, help: '医生护士、科室、巡诊转诊有没有变' }),
      }),
      async run(tx, entry, { on, result }) {
        const refused = outside(tx, 'on', on, entry.content.reviewedOn as PlainDate);
        if (refused) return refused;
        if (result === 'repair') return ok({ to: 'repairing' });
        const home = await homeAgain(tx, entry);
        return home.ok ? ok({ content: { reviewedOn: on } }) : home;
      },
    }),
    revoke: step({
      zh: '撤销',
      causes: '不再是示范机构，公开页上撤下。',
      by: leaders,
      from: ['named', 'repairing'],
      to: 'revoked',
      danger: true,
      input: z.strictObject({ reason: text('原因', { min: 4, max: 300 }), documentNo: text('撤销文号', { min: 4, max: 60 }) }),
      run: async (tx) => ok({ content: { revokedOn: tx.today } }),
    }),
  },
  async clock(tx, entry) {
    const { noticeUntil, reviewedOn } = entry.content as { noticeUntil: PlainDate; reviewedOn: PlainDate };
    if (entry.state === 'notice') return ok({ zh: '公示期满命名', counts: 'days', dueOn: plusDays(noticeUntil, 1) });
    return entry.state === 'named' || entry.state === 'repairing'
      ? monthsAfter(tx, entry, { zh: '年度复核', since: reviewedOn, months: 'CARE-DEMO-MONTHS', tell: TELL_BEFORE })
      : ok(null);
  },
  open: ({ state, content }) =>
    state === 'notice'
      ? [{ label: '医疗服务', value: String(content.services) }, noticeLine(content)]
      : state === 'named' || state === 'repairing'
        ? [
            { label: '医疗服务', value: String(content.services) },
            { label: '命名', value: `${content.namedOn}，${content.documentNo}` },
            { label: '复核', value: `${content.reviewedOn}${state === 'repairing' ? '以后整改中' : ''}` },
          ]
        : null,
});

export interface DemonstrationTitle {
  levelZh: string;
  namedOn: PlainDate;
  documentNo: string;
}
/** What a home is named for now, the city's level first. */
export const titlesOf = async (tx: Tx, institutionId: string): Promise<DemonstrationTitle[]> =>
  (
    await tx.rows<{ division: DivisionCode; namedOn: PlainDate; documentNo: string }>(
      sql`select division, content ->> 'namedOn' as named_on, content ->> 'documentNo' as document_no from register_entry
        where register = ${DEMONSTRATION} and state in ('named', 'repairing') and content ->> 'institutionId' = ${institutionId} order by division limit 10`,
    )
  ).map(({ division, ...of }) => ({ ...of, levelZh: levelZh(tx.city, division) }));
