/** 地名证明 and what is told where none is given: each carries the code by which everybody checks it. */
import { longDate, plainDateOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import {
  ask,
  type DocumentKind,
  decisionLetter,
  fields,
  issueDocument,
  type Letter,
  paragraph,
  sentence,
} from '../../../kernel/document/server.ts';
import type { Case } from '../../../kernel/service/server.ts';
import type { Applicant } from './applicant.ts';

const papers = {
  plate: { code: 'address-plate', word: '门牌', title: '门楼牌编号和标准地址证明' },
  plateRefused: { code: 'address-plate-refused', word: '门牌不办', title: '门楼牌编制申请不予办理决定书' },
  heritage: { code: 'place-heritage', word: '地名保护', title: '历史地名列入保护名录证明' },
  heritageRefused: { code: 'place-heritage-refused', word: '地名不列', title: '历史地名保护申报不予办理决定书' },
} as const satisfies Record<string, DocumentKind>;
type Paper = keyof typeof papers;

const officeFor = (tx: Tx, kase: Case) => {
  const county = `${kase.division.slice(0, 6)}000000`;
  return { county, ...tx.office(county) };
};
const addresseeOf = (kase: Case): string => (kase.form as { applicant: Applicant }).applicant.unit || kase.applicantName;
const numbered = (kase: Case): string => (kase.no ? `（办件号${kase.no}）` : '');

function issue(tx: Tx, kase: Case, kind: Paper, letter: Letter) {
  const { county, name } = officeFor(tx, kase);
  return issueDocument(tx, {
    kind: papers[kind],
    issuer: { division: county, name },
    letter,
    signer: tx.actor.name,
    caseId: kase.id,
    personId: kase.applicantPersonId,
    division: kase.division,
  });
}

interface Certificate {
  readonly kind: 'plate' | 'heritage';
  readonly rows: readonly (readonly [string, string])[];
  readonly says: string;
}

export function issueCertificate(tx: Tx, kase: Case, { kind, rows, says }: Certificate) {
  const { name, telephone } = officeFor(tx, kase);
  return issue(tx, kase, kind, {
    addressee: addresseeOf(kase),
    blocks: [
      paragraph(`您${longDate(plainDateOf(kase.submittedAt))}的申请${numbered(kase)}已经办结，现证明如下：`),
      fields(...rows),
      paragraph(says),
      ask({ office: name, telephone }),
    ],
  });
}

interface Refused {
  readonly kind: 'plateRefused' | 'heritageRefused';
  /** What was asked for. */
  readonly what: string;
  readonly reason: string;
}

export function issueRefusal(tx: Tx, kase: Case, { kind, what, reason }: Refused) {
  const { county, name, telephone } = officeFor(tx, kase);
  return issue(
    tx,
    kase,
    kind,
    decisionLetter({
      addressee: addresseeOf(kase),
      opening: [
        paragraph(`您${longDate(plainDateOf(kase.submittedAt))}提出的${what}申请${numbered(kase)}，经核实，现决定不予办理。`),
      ],
      sections: [{ title: '理由', blocks: [paragraph(sentence(reason))] }],
      paper: '决定书',
      reconsiderationBody: `${tx.divisions.get(county)?.name ?? ''}人民政府`,
      contact: { office: name, telephone },
    }),
  );
}
