/** 残疾人证名单: the federation's list comes in as a spreadsheet. A row that is known already is passed over; a wrong one goes back. */
import type { Tx } from '../../../kernel/context/server.ts';
import { findByIdNumber, type PersonView } from '../../../kernel/resident/server.ts';
import { ok } from '../../../kernel/result/index.ts';
import { type DivisionCode, type PlainDate, residentIdProblem } from '../../../kernel/schema/index.ts';
import { defineImport, type SheetRow } from '../../../kernel/sheet/server.ts';
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
import { recordCertificate } from './record.ts';

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

async function problemOf(tx: Tx, row: SheetRow, seen: Map<string, string>): Promise<string | null> {
  const idNumber = String(row.idNumber);
  const certificate = certificateIn(row);
  const malformed = residentIdProblem(idNumber) ?? certificateProblem(certificate, idNumber);
  if (malformed) return malformed;
  if (certificate.state !== 'valid' && !row.since) return '冻结、注销的请填写冻结或者注销日期';
  const since = sinceOf(row);
  if (since > tx.today || certificate.issuedOn > tx.today) return '日期在今天之后，请核对';
  const other = seen.get(idNumber);
  seen.set(idNumber, certificate.number);
  if (other && other !== certificate.number) return `同一个身份证号码在表中有两个残疾人证号，请核对`;
  const person = await findByIdNumber(tx, idNumber);
  if (!person) return '没有查到这个身份证号码，或不在您的范围内';
  if (person.name !== row.name) return '姓名与登记的不一致';
  if (person.lifeState === 'dead') return '此人已登记死亡';
  const { periods } = await certificatesOf(tx, person.id);
  const newer = periods.find(
    (p) =>
      p.certificate.state === 'valid' &&
      p.certificate.issuedOn > certificate.issuedOn &&
      p.certificate.number !== certificate.number,
  );
  return newer && certificate.state === 'valid'
    ? `此人已有${newer.certificate.issuedOn}签发的残疾人证，一人不能有两个有效证，请核对`
    : null;
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
  async check(tx, rows) {
    const seen = new Map<string, string>();
    const problems: (string | null)[] = [];
    for (const row of rows) problems.push(await problemOf(tx, row, seen));
    return problems;
  },
  async apply(tx, rows) {
    for (const row of rows) {
      const person = await findByIdNumber(tx, String(row.idNumber));
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
