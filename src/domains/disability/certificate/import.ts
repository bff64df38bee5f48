/** 残疾人证名单: the federation's list comes in as a spreadsheet. A row that is known already is passed over; a wrong one goes back. */
import type { Tx } from '../../../kernel/context/server.ts';
import { findByIdNumbers, type PersonView } from '../../../kernel/resident/server.ts';
import { ok } from '../../../kernel/result/index.ts';
import { type DivisionCode, type PlainDate, residentIdProblem } from '../../../kernel/schema/index.ts';
import { defineImport, type SheetRow, type Verdict } from '../../../kernel/sheet/server.ts';
import { raise } from '../checks/findings.ts';
import {
  type Category,
  type Certificate,
  type CertificateState,
  categories,
  certificateProblem,
  certificateStates,
  type Level,
  levels,
} from './index.ts';
import { certificatesOf } from './known.ts';
import { isKnown, recordCertificate } from './record.ts';

const certificateIn = (row: SheetRow): Certificate => ({
  number: String(row.number),
  category: row.category as Category,
  level: row.level as Level,
  issuedOn: row.issuedOn as PlainDate,
  validTo: row.validTo as PlainDate,
  state: row.state as CertificateState,
});

/** From when it says so: the day of issue; of a frozen or cancelled one the day that the federation gives. */
const sinceOf = (row: SheetRow): PlainDate => (row.state === 'valid' ? row.issuedOn : row.since) as PlainDate;

/** What is wrong with a row by itself. */
function rowProblem(tx: Tx, row: SheetRow): string | null {
  const certificate = certificateIn(row);
  const malformed = residentIdProblem(String(row.idNumber)) ?? certificateProblem(certificate, String(row.idNumber));
  if (malformed) return malformed;
  if (certificate.state !== 'valid' && !row.since) return '冻结、注销的请填写冻结或者注销日期';
  return sinceOf(row) > tx.today || certificate.issuedOn > tx.today ? '日期在今天之后，请核对' : null;
}

async function verdictOf(tx: Tx, row: SheetRow, person: PersonView | undefined): Promise<Verdict> {
  const problem = rowProblem(tx, row);
  if (problem) return { problem };
  if (!person) return { problem: '没有查到这个身份证号码，或不在您的范围内' };
  if (person.name !== row.name) return { problem: '姓名与登记的不一致' };
  if (person.lifeState === 'dead') return { problem: '此人已登记死亡' };
  const certificate = certificateIn(row);
  const { periods } = await certificatesOf(tx, person.id);
  if (isKnown(periods, certificate, sinceOf(row))) return { does: '没有变化' };
  if (certificate.state !== 'valid') return { does: certificateStates[certificate.state] };
  const newer = periods.find(
    (p) =>
      p.certificate.state === 'valid' &&
      p.certificate.issuedOn > certificate.issuedOn &&
      p.certificate.number !== certificate.number,
  );
  if (newer) return { problem: `此人已有${newer.certificate.issuedOn}签发的残疾人证，一人不能有两个有效证，请核对` };
  return { does: periods.length === 0 ? '新登记' : '换证或者变化' };
}

const divisionOf = (tx: Tx, person: Pick<PersonView, 'division' | 'registeredDivision'>): DivisionCode =>
  [person.registeredDivision, person.division].find((code) => code.startsWith(tx.city.slice(0, 4))) ?? tx.city;

defineImport({
  kind: 'disability-certificates',
  title: '残疾人证名单',
  help: '残联每月名单，每人一行。新领、换证、等级变化、冻结、注销都用这一张表；没有变化的行不会重复登记。',
  performers: ['federation-officer'],
  columns: [
    { key: 'idNumber', title: '身份证号码', kind: 'code', required: true },
    { key: 'name', title: '姓名', kind: 'text', required: true, max: 50 },
    { key: 'number', title: '残疾人证号', kind: 'code', required: true, help: '20位，补发的末尾加B' },
    { key: 'category', title: '残疾类别', kind: 'choice', required: true, choices: categories },
    { key: 'level', title: '残疾等级', kind: 'choice', required: true, choices: levels },
    { key: 'issuedOn', title: '签发日期', kind: 'date', required: true },
    { key: 'validTo', title: '有效期至', kind: 'date', required: true },
    { key: 'state', title: '证件状态', kind: 'choice', required: true, choices: certificateStates },
    { key: 'since', title: '冻结或注销日期', kind: 'date', help: '有效的不用填' },
  ],
  once: { zh: '身份证号码', of: (row) => String(row.idNumber) },
  async check(tx, rows) {
    const persons = await findByIdNumbers(
      tx,
      rows.map((row) => String(row.idNumber)),
    );
    const verdicts: Verdict[] = [];
    for (const row of rows) verdicts.push(await verdictOf(tx, row, persons.get(String(row.idNumber))));
    return verdicts;
  },
  async apply(tx, rows) {
    const persons = await findByIdNumbers(
      tx,
      rows.map((row) => String(row.idNumber)),
    );
    for (const row of rows) {
      const person = persons.get(String(row.idNumber));
      if (!person) throw new Error('a checked person is gone');
      await noteTwo(tx, row, person);
      const recorded = await recordCertificate(tx, {
        personId: person.id,
        division: divisionOf(tx, person),
        certificate: certificateIn(row),
        idNumber: String(row.idNumber),
        since: sinceOf(row),
        source: '残联名单导入',
      });
      if (!recorded.ok) return recorded;
    }
    return ok(null);
  },
});

/** Two numbers of the same day of issue for one person: the later row stands, and somebody looks at it. */
async function noteTwo(tx: Tx, row: SheetRow, person: PersonView): Promise<void> {
  const { periods } = await certificatesOf(tx, person.id);
  const twin = periods.find(
    (p) => p.certificate.state === 'valid' && p.certificate.issuedOn === row.issuedOn && p.certificate.number !== row.number,
  );
  if (!twin) return;
  await raise(tx, {
    kind: 'certificate-twice',
    subject: `${person.id}:${row.issuedOn}`,
    division: divisionOf(tx, person),
    personId: person.id,
    detail: `同一天（${row.issuedOn}）有两个签发的残疾人证号，证号见个人档案`,
  });
}
