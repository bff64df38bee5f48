/** 慈善帮扶名单: a charity's list comes back as a spreadsheet. Checked before anything is given, it says who was helped for this need already. */
import type { Tx } from '../../../kernel/context/server.ts';
import { findByIdNumber } from '../../../kernel/resident/server.ts';
import { explain, ok } from '../../../kernel/result/index.ts';
import { type PlainDate, residentIdProblem } from '../../../kernel/schema/index.ts';
import { defineImport, type SheetRow, type Verdict, verdict } from '../../../kernel/sheet/server.ts';
import { aidStands, type CharityAid, householdMembers, recordCharityAid } from './charity.ts';
import { type AidForm, aidForms, type NeedCode, needCodes } from './terms.ts';

const aidIn = (row: SheetRow): CharityAid => ({
  charity: String(row.charity),
  needCode: row.need as NeedCode,
  form: row.form as AidForm,
  amountFen: Number(row.amountFen ?? 0),
  givenOn: row.givenOn as PlainDate,
  what: String(row.what),
  again: String(row.again ?? ''),
});

/** `seen`: needs of households that earlier rows of the same list help. */
async function problemOf(tx: Tx, row: SheetRow, seen: Set<string>): Promise<string | null> {
  const idNumber = String(row.idNumber);
  const malformed = residentIdProblem(idNumber);
  if (malformed) return malformed;
  const person = await findByIdNumber(tx, idNumber);
  if (!person) return '没有查到这个身份证号码，或不在您的范围内';
  if (person.name !== row.name) return '姓名与登记的不一致';
  const aid = aidIn(row);
  const stands = await aidStands(tx, { ...aid, personId: person.id, division: person.division });
  if (!stands.ok) return explain(stands).message;
  const needs = (await householdMembers(tx, person.id)).map((member) => `${member} ${aid.needCode}`);
  if (needs.some((need) => seen.has(need)) && !aid.again) return '表中前面已有这一家的同一需求；确需再帮的，请填写再次帮扶的理由';
  for (const need of needs) seen.add(need);
  return null;
}

defineImport({
  kind: 'charity-aid',
  title: '慈善帮扶名单',
  help: '慈善组织每次帮扶，每人一行。发放以前先上传核对，退回的行写明哪家组织哪天已经帮过；发放以后再导入。',
  performers: ['township-clerk', 'county-clerk'],
  columns: [
    { key: 'idNumber', title: '身份证号码', kind: 'code', required: true },
    { key: 'name', title: '姓名', kind: 'text', required: true, max: 50 },
    { key: 'charity', title: '慈善组织', kind: 'text', required: true, max: 60 },
    { key: 'need', title: '需求', kind: 'choice', required: true, choices: needCodes },
    { key: 'form', title: '给的是', kind: 'choice', required: true, choices: aidForms },
    { key: 'amountFen', title: '金额或折合', kind: 'amount', help: '元；服务可以不填' },
    { key: 'givenOn', title: '帮扶日期', kind: 'date', required: true },
    { key: 'what', title: '给了什么', kind: 'text', required: true, max: 500 },
    { key: 'again', title: '再次帮扶的理由', kind: 'text', max: 200, help: '同一需求近期帮过的才填' },
  ],
  async check(tx, rows) {
    const seen = new Set<string>();
    const verdicts: Verdict[] = [];
    for (const row of rows) verdicts.push(verdict(await problemOf(tx, row, seen), '登记帮扶'));
    return verdicts;
  },
  async apply(tx, rows) {
    for (const row of rows) {
      const person = await findByIdNumber(tx, String(row.idNumber));
      if (!person) throw new Error('a checked person is gone');
      const recorded = await recordCharityAid(tx, { ...aidIn(row), personId: person.id, division: person.division });
      if (!recorded.ok) return recorded;
    }
    return ok(null);
  },
});
