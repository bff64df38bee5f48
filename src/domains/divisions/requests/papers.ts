/** 地名、界线的证明 and what is told where none is given: each carries the code by which everybody checks it. */
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
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import type { Applicant } from './applicant.ts';

const papers = {
  plate: { code: 'address-plate', word: '门牌', title: '门楼牌编号和标准地址证明' },
  plateRefused: { code: 'address-plate-refused', word: '门牌不办', title: '门楼牌编制申请不予办理决定书' },
  heritage: { code: 'place-heritage', word: '地名保护', title: '历史地名列入保护名录证明' },
  heritageRefused: { code: 'place-heritage-refused', word: '地名不列', title: '历史地名保护申报不予办理决定书' },
  landUse: { code: 'boundary-land-use', word: '跨界用地', title: '跨行政区域界线用地备案证明' },
  landUseRefused: { code: 'boundary-land-use-refused', word: '跨界不办', title: '跨行政区域界线用地备案不予办理决定书' },
} as const satisfies Record<string, DocumentKind>;
type Paper = keyof typeof papers;

const countyOf = (kase: Case) => `${kase.division.slice(0, 6)}000000` as DivisionCode;
const addresseeOf = (kase: Case): string => (kase.form as { applicant: Applicant }).applicant.unit || kase.applicantName;
const numbered = (kase: Case): string => (kase.no ? `（办件号${kase.no}）` : '');

function issue(tx: Tx, kase: Case, { kind, at }: { kind: Paper; at: DivisionCode }, letter: Letter) {
  return issueDocument(tx, {
    kind: papers[kind],
    issuer: { division: at, name: tx.office(at).name },
    letter,
    signer: tx.actor.name,
    caseId: kase.id,
    personId: kase.applicantPersonId,
    division: kase.division,
  });
}

interface Certificate {
  readonly kind: 'plate' | 'heritage' | 'landUse';
  /** Whose office certifies; the county's where nothing is said. */
  readonly at?: DivisionCode;
  readonly rows: readonly (readonly [string, string])[];
  readonly says: string;
}

export function issueCertificate(tx: Tx, kase: Case, { kind, at = countyOf(kase), rows, says }: Certificate) {
  const { name, telephone } = tx.office(at);
  return issue(
    tx,
    kase,
    { kind, at },
    {
      addressee: addresseeOf(kase),
      blocks: [
        paragraph(`您${longDate(plainDateOf(kase.submittedAt))}的申请${numbered(kase)}已经办结，现证明如下：`),
        fields(...rows),
        paragraph(says),
        ask({ office: name, telephone }),
      ],
    },
  );
}

export interface Refused {
  readonly kind: 'plateRefused' | 'heritageRefused' | 'landUseRefused';
  /** What was asked for. */
  readonly what: string;
  readonly reason: string;
}

export function issueRefusal(tx: Tx, kase: Case, { kind, what, reason }: Refused) {
  const county = countyOf(kase);
  const { name, telephone } = tx.office(county);
  return issue(
    tx,
    kase,
    { kind, at: county },
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
