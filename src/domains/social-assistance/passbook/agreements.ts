/**
 * 存折代管协议 (4.7; 57号 art. 26): whoever keeps the passbook of a recipient does so by a written agreement that is recorded, filed with the county, shown
 * to the recipient and runs out. A reminder comes before its end; the queries of the auditors know who has one.
 */
import { z } from 'zod';
import { type Sql, sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { addMonths, longDate, plusDays } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { defineSealed } from '../../../kernel/protect/server.ts';
import { definePersonFileSection, getPerson, identifyPerson, type PersonId } from '../../../kernel/resident/server.ts';
import { defineErrors, type FieldProblem, fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type DivisionCode, FileRef, type PlainDate, PlainDateText, ResidentId } from '../../../kernel/schema/index.ts';
import { anyRow, whenDue } from '../../../kernel/worker/server.ts';
import { countyOf, townshipOf } from '../family/places.ts';
import {
  type AgreementState,
  agreementStates,
  type EndReason,
  endReasons,
  type KeeperKind,
  keeperKinds,
  type PassbookRow,
} from './terms.ts';

defineSealed({ table: 'passbook_agreement', key: ['id'], sealed: ['content'] });
defineErrors({
  PASSBOOK_OPEN_ALREADY: {
    http: 409,
    zh: '{name}的存折已经有代管协议，到{until}。',
    next: '换人代管或者续签的，先登记原来的协议怎样结束。',
  },
  PASSBOOK_TOO_LONG: { http: 422, zh: '代管协议一次最多签{months}个月，最晚到{latest}。', next: '到期前一个月会提醒续签。' },
  PASSBOOK_ENDED: { http: 409, zh: '这份代管协议已经结束。' },
});
defineTemplates({
  'passbook.filed': {
    title: '存折代管协议备案',
    text: '{name}的存折由{keeper}代管，到{until}，协议已登记备案，请到“存折代管”查看。',
  },
  'passbook.kept': {
    title: '您的存折有人代管',
    text: '您的存折由{keeper}代管，到{until}，协议已经登记。不是您同意的，请打{tel}。',
    sms: '【民政】有一份以您名义签的代管协议已登记，不是您同意的，请打{tel}。',
  },
  'passbook.runs-out': {
    title: '存折代管协议快到期',
    text: '{name}的存折代管协议{until}到期，请上门问本人：续签，或者把存折交还。',
  },
});

const ofPerson = ['official', 'village', 'relative', 'other'] as const;
export const NewAgreement = z.strictObject({
  keeperKind: choice(keeperKinds).meta({ label: '谁代管' }),
  keeperName: z
    .string()
    .trim()
    .min(2, '请填写姓名或者机构名称')
    .max(50, '不超过50字')
    .meta({ label: '代管人姓名（机构写全称）' }),
  keeperIdNumber: ResidentId.optional().meta({
    label: '代管人身份证号码',
    protect: true,
    requiredIfShown: true,
    showIf: { field: 'keeperKind', in: [...ofPerson] },
  }),
  reason: z
    .string()
    .trim()
    .min(4, '请写明为什么要代管（至少4个字）')
    .max(200, '不超过200字')
    .meta({ label: '为什么要代管', help: '例如：行动不便，不能自己到银行取钱', widget: 'textarea' }),
  validFrom: PlainDateText.meta({ label: '从哪天起', widget: 'date' }),
  validTo: PlainDateText.meta({ label: '到哪天止', widget: 'date' }),
  witness: z.string().trim().min(2, '请填写见证人').max(50, '不超过50字').meta({ label: '见证人', help: '不能是代管人' }),
  paper: FileRef.meta({ label: '书面协议照片', help: '本人、代管人、见证人都签了字的', paper: 'passbook-agreement' }),
});
export const AgreementEnd = z.strictObject({
  reason: choice(endReasons).meta({ label: '怎样结束' }),
  on: PlainDateText.meta({ label: '哪天', widget: 'date' }),
});

interface Content {
  readonly reason: string;
  readonly witness: string;
  /** Of a keeper who is in no file of the city. */
  readonly keeperIdNumber?: string;
}
const place = (id: string): string => `passbook_agreement.content:${id}`;

async function problemsOf(tx: Tx, given: z.infer<typeof NewAgreement>): Promise<FieldProblem[]> {
  const problems: FieldProblem[] = [];
  if (given.keeperKind !== 'institution' && !given.keeperIdNumber)
    problems.push({ path: 'keeperIdNumber', message: '请填写代管人的身份证号码' });
  if (given.validFrom > tx.today) problems.push({ path: 'validFrom', message: '不能晚于今天' });
  if (given.validTo < tx.today) problems.push({ path: 'validTo', message: '协议已经过期，请填写新的期限' });
  if (given.witness === given.keeperName) problems.push({ path: 'witness', message: '见证人不能是代管人' });
  return problems;
}

type RecordError =
  | 'NOT_FOUND'
  | 'INVALID_INPUT'
  | 'PASSBOOK_OPEN_ALREADY'
  | 'PASSBOOK_TOO_LONG'
  | 'PARAM_MISSING'
  | 'FILE_NOT_AVAILABLE';

/** Records an agreement, files it with the county and tells the recipient. One at a time for a person. */
export async function recordAgreement(
  tx: Tx,
  personId: PersonId,
  given: z.infer<typeof NewAgreement>,
): Promise<Result<{ id: string }, RecordError>> {
  const person = await getPerson(tx, personId);
  if (!person.ok) return person;
  const { name, division } = person.value;
  const problems = await problemsOf(tx, given);
  const { keeperIdNumber, keeperName, keeperKind, validFrom, validTo } = given;
  const keeper = keeperIdNumber ? await identifyPerson(tx, { idNumber: keeperIdNumber, name: keeperName }) : null;
  if (keeper === personId) problems.push({ path: 'keeperIdNumber', message: '代管人不能是本人' });
  if (problems.length > 0) return fail('INVALID_INPUT', { count: problems.length }, problems);
  const months = await wholeParameter(tx, 'PASSBOOK-MONTHS', division, tx.today);
  if (!months.ok) return months;
  const latest = plusDays(addMonths(validFrom, months.value), -1);
  if (validTo > latest)
    return fail('PASSBOOK_TOO_LONG', { months: months.value, latest: longDate(latest) }, [
      { path: 'validTo', message: `最晚到${longDate(latest)}` },
    ]);
  const open = await tx.maybe<{ validTo: PlainDate }>(
    sql`select valid_to from passbook_agreement where person_id = ${personId} and ended_on is null`,
  );
  if (open) return fail('PASSBOOK_OPEN_ALREADY', { name, until: longDate(open.validTo) });
  const id = newId();
  const bound = await bindFiles(tx, [given.paper], { caseId: id, personId, division });
  if (!bound.ok) return bound;
  const content: Content = {
    reason: given.reason,
    witness: given.witness,
    ...(keeperIdNumber && !keeper ? { keeperIdNumber } : {}),
  };
  const written =
    await tx.run(sql`insert into passbook_agreement (id, person_id, division, keeper_kind, keeper_name, keeper_person_id, content, paper_file, valid_from, valid_to, recorded_at, recorded_by, recorded_name)
    values (${id}, ${personId}, ${division}, ${keeperKind}, ${keeperName}, ${keeper}, ${tx.keys.sealJson(content, place(id))}, ${given.paper}, ${validFrom}, ${validTo},
      ${tx.now}, ${tx.actor.id}, ${tx.actor.name}) on conflict do nothing`);
  if (written === 0) return fail('PASSBOOK_OPEN_ALREADY', { name, until: longDate(validTo) });
  await recordAudit(tx, { action: 'passbook.recorded', subject: { kind: 'passbook-agreement', id }, personId, division });
  const params = { name, keeper: keeperName, until: validTo };
  await notify(tx, { to: { performer: 'county-clerk', division: countyOf({ division }) }, template: 'passbook.filed', params });
  await notify(tx, {
    to: { personId },
    template: 'passbook.kept',
    params: { ...params, tel: tx.office(townshipOf({ division })).telephone },
  });
  return ok({ id });
}

/** The passbook went back, or another agreement takes its place. */
export async function endAgreement(
  tx: Tx,
  id: string,
  given: z.infer<typeof AgreementEnd>,
): Promise<Result<Record<string, never>, 'NOT_FOUND' | 'PASSBOOK_ENDED' | 'INVALID_INPUT'>> {
  const row = await tx.maybe<{ personId: PersonId; division: DivisionCode; validFrom: PlainDate; endedOn: PlainDate | null }>(
    sql`select person_id, division, valid_from, ended_on from passbook_agreement where id = ${id} for update`,
  );
  if (!row) return fail('NOT_FOUND');
  if (row.endedOn) return fail('PASSBOOK_ENDED');
  if (given.on > tx.today || given.on < row.validFrom)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'on', message: '应在协议开始以后、今天以前' }]);
  await tx.run(
    sql`update passbook_agreement set ended_on = ${given.on}, end_reason = ${given.reason}, ended_by = ${tx.actor.id} where id = ${id}`,
  );
  const { personId, division } = row;
  await recordAudit(tx, {
    action: 'passbook.ended',
    subject: { kind: 'passbook-agreement', id },
    personId,
    division,
    detail: { reason: given.reason },
  });
  return ok({});
}

interface Row {
  id: string;
  personId: PersonId;
  personName: string | null;
  division: DivisionCode;
  keeperKind: KeeperKind;
  keeperName: string;
  content: Buffer;
  paperFile: string;
  validFrom: PlainDate;
  validTo: PlainDate;
  recordedName: string;
  remindedOn: PlainDate | null;
  endedOn: PlainDate | null;
  endReason: EndReason | null;
}
const columns = sql`g.id, g.person_id, p.name as person_name, g.division, g.keeper_kind, g.keeper_name, g.content, g.paper_file, g.valid_from, g.valid_to,
  g.recorded_name, g.reminded_on, g.ended_on, g.end_reason`;

const stateOf = (tx: Tx, row: Row): AgreementState =>
  row.endedOn ? 'ended' : row.validTo < tx.today ? 'expired' : row.remindedOn ? 'runs-out' : 'valid';

function viewOf(tx: Tx, row: Row): PassbookRow {
  const { reason, witness } = tx.keys.openJson<Content>(row.content, place(row.id));
  const state = stateOf(tx, row);
  return {
    id: row.id,
    personId: row.personId,
    personName: row.personName,
    division: row.division,
    divisionName: tx.divisions.get(row.division) ? tx.divisions.fullName(row.division) : row.division,
    keeperZh: keeperKinds[row.keeperKind],
    keeperName: row.keeperName,
    reason,
    witness,
    paperFile: row.paperFile,
    validFrom: row.validFrom,
    validTo: row.validTo,
    state,
    stateZh: agreementStates[state],
    recordedName: row.recordedName,
    endedOn: row.endedOn,
    endZh: row.endReason && endReasons[row.endReason],
  };
}

const PAGE = 50;

/** What runs out first stands first; 50 a page. A list of people is on record: needs a write transaction. */
export async function agreements(
  tx: Tx,
  { ended, cursor }: { ended: boolean; cursor?: string | undefined },
): Promise<{ rows: PassbookRow[]; next: string | null }> {
  const [day, id] = cursor?.split('~') ?? [];
  const rows = await tx.rows<Row>(sql`select ${columns} from passbook_agreement g left join person p on p.id = g.person_id
    where ${ended ? sql`g.ended_on is not null` : sql`g.ended_on is null`} and ${day && id ? sql`(g.valid_to, g.id) > (${day}::date, ${id}::uuid)` : sql`true`}
    order by g.valid_to, g.id limit ${PAGE + 1}`);
  const shown = rows.slice(0, PAGE);
  if (shown.length > 0) await recordAudit(tx, { action: 'passbook.listed', personIds: shown.map((row) => row.personId) });
  const last = shown.at(-1);
  return {
    rows: shown.map((row) => viewOf(tx, row)),
    next: rows.length > PAGE && last ? `${last.validTo}~${last.id}` : null,
  };
}

definePersonFileSection({
  key: 'passbook',
  zh: '存折代管',
  load: async (tx, personId) =>
    (
      await tx.rows<Row>(sql`select ${columns} from passbook_agreement g left join person p on p.id = g.person_id
        where g.person_id = ${personId} order by g.valid_from desc, g.id limit 20`)
    ).map((row) => {
      const { keeperName, keeperZh, stateZh, validFrom, validTo, reason, witness } = viewOf(tx, row);
      return { title: `由${keeperName}（${keeperZh}）代管`, stateZh, validFrom, validTo, reason, witness: `见证人${witness}` };
    }),
});

const FULL = 200;

/** Nothing where no number of days is set. */
async function endingSoon(tx: Tx): Promise<Sql> {
  const days = await wholeParameter(tx, 'PASSBOOK-REMIND-DAYS', tx.city, tx.today);
  if (!days.ok) return sql`passbook_agreement where false`;
  return sql`passbook_agreement where ended_on is null and reminded_on is null and valid_to <= ${plusDays(tx.today, days.value)}`;
}

/** Once for each agreement, so many days before its end: the township asks the recipient. */
export const remindAgreements = whenDue(
  async (tx) => anyRow(tx, await endingSoon(tx)),
  async (context) => {
    const work = () =>
      context.write(systemActor('passbook', context.city), async (tx) => {
        const due = await tx.rows<{ name: string; division: DivisionCode; validTo: PlainDate }>(sql`
        update passbook_agreement g set reminded_on = ${tx.today} from person p
        where p.id = g.person_id and g.id in (select id from ${await endingSoon(tx)} order by valid_to, id limit ${FULL})
        returning p.name, g.division, g.valid_to`);
        for (const { name, division, validTo } of due)
          await notify(tx, {
            to: { performer: 'township-clerk', division: townshipOf({ division }) },
            template: 'passbook.runs-out',
            params: { name, until: validTo },
          });
        return due.length;
      });
    while ((await work()) === FULL);
  },
);
